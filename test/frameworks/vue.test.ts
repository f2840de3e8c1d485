import { after, test } from 'node:test';
import { appRules } from './rules.ts';
import { openStage } from './stage.ts';

const stage = await openStage('vue');
after(() => stage.close());

test('the app agrees with the types of `@nality/widgets/vue`, and they refuse wrong uses', () =>
  stage.app.checkTypes());

appRules(stage, 'production');
appRules(stage, 'development');
