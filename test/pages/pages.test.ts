import { after } from 'node:test';
import { openStage } from '../support/pages.ts';
import { conflict } from './parts/conflict.ts';
import { copies } from './parts/copies.ts';
import { demoPage } from './parts/demo-page.ts';
import { family } from './parts/family.ts';
import { hostilePage } from './parts/hostile-page.ts';
import { mistakes } from './parts/mistakes.ts';
import { sleep } from './parts/sleep.ts';
import { strictPage } from './parts/strict-page.ts';

// Pages of a site, the demo, and a pane that sleeps. One backend and two browsers serve all parts, one after the other.
const stage = await openStage();
after(() => stage.close());

mistakes(stage);
conflict(stage);
demoPage(stage);
family(stage);
strictPage(stage);
hostilePage(stage);
copies(stage);
sleep(stage);
