import { after } from 'node:test';
import { openStage } from '../support/pages.ts';
import { conflict } from './parts/conflict.ts';
import { copies } from './parts/copies.ts';
import { demoPage } from './parts/demo-page.ts';
import { editMarks } from './parts/edit-marks.ts';
import { family } from './parts/family.ts';
import { hostilePage } from './parts/hostile-page.ts';
import { lostConnection } from './parts/lost-connection.ts';
import { mistakes } from './parts/mistakes.ts';
import { outsider } from './parts/outsider.ts';
import { restart } from './parts/restart.ts';
import { sharing } from './parts/sharing.ts';
import { sleep } from './parts/sleep.ts';
import { strictPage } from './parts/strict-page.ts';

// One backend and two browsers serve all parts, one after the other.
const stage = await openStage();
after(() => stage.close());

sharing(stage);
editMarks(stage);
outsider(stage);
lostConnection(stage);
restart(stage);
sleep(stage);
mistakes(stage);
conflict(stage);
demoPage(stage);
family(stage);
strictPage(stage);
hostilePage(stage);
copies(stage);
