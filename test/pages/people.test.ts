import { after } from 'node:test';
import { openStage } from '../support/pages.ts';
import { editMarks } from './parts/edit-marks.ts';
import { lostConnection } from './parts/lost-connection.ts';
import { outsider } from './parts/outsider.ts';
import { restart } from './parts/restart.ts';
import { sharing } from './parts/sharing.ts';

// People on one timeline. One backend and two browsers serve all parts, one after the other.
const stage = await openStage();
after(() => stage.close());

sharing(stage);
editMarks(stage);
outsider(stage);
lostConnection(stage);
restart(stage);
