import { after, test } from 'node:test';
import { appRules } from './rules.ts';
import { openStage } from './stage.ts';

const stage = await openStage('react');
after(() => stage.close());

test('the app agrees with the types of `@nality/widgets/jsx`, and they refuse wrong uses', () =>
  stage.app.checkTypes());

test('built for development, the app is rendered in strict mode', async () => {
  const page = await stage.browser.newPage();
  await page.evaluateOnNewDocument(awaitStrictMode);
  await page.goto(stage.address('development'));
  await page.waitForFunction('window.rendersTwice');
  await page.close();
});

appRules(stage, 'production');
appRules(stage, 'development');

/** Runs in the page: stands for React's developer tools, which hear when it renders a second time. */
function awaitStrictMode(): void {
  const setStrictMode = (_renderer: number, strict: boolean): void => {
    if (strict) Object.assign(window, { rendersTwice: true });
  };
  const hook = { supportsFiber: true, inject: () => 1, onCommitFiberRoot() {}, setStrictMode };
  Object.assign(window, { __REACT_DEVTOOLS_GLOBAL_HOOK__: hook });
}
