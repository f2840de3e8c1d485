import { expect, html, nextFrame } from '@open-wc/testing';
import { sendKeys } from '@web/test-runner-commands';
import { waitUntil } from '../../support/wait-until.ts';
import { FAILED, OFFLINE, pushScene, shownSwitch, STATES } from './push-scene.ts';
import type { Scene } from './scene.ts';
import { expectNoBarriers } from '../../support/barriers.ts';

const note = ({ $ }: Scene): string => $('#push-note').textContent!.trim();
const look = ({ $ }: Scene): (string | null)[] =>
  ['aria-checked', 'aria-disabled'].map((name) => $('[name="push"]').getAttribute(name));

describe('notifying while the page is closed', () => {
  it('is not offered without a key, and nothing is loaded for it', async () => {
    const { find, opened } = await pushScene({
      template: html`<nality-notifications></nality-notifications>`,
    });
    await nextFrame();
    expect(find('[part="push"]') === null).to.be.true;
    expect(opened).to.have.length(0);
  });

  it('is opened as the element connects, with the key and the worker, and left as it goes', async () => {
    const { opened, element } = await shownSwitch();
    const [{ options, until } = expect.fail('not opened')] = opened;
    expect([options.vapidKey, options.worker]).to.deep.equal(['Bkey', '/nality-push.js']);
    element.remove();
    expect(until.aborted).to.be.true;
  });

  it('leaves the subscriptions to the page’s own server where it names one, and to another when that changes', async () => {
    const { element, opened, shown } = await shownSwitch({
      template: html`<nality-notifications
        vapid-key="Bkey"
        push-endpoint="/api/push-subscription"
      ></nality-notifications>`,
    });
    element.setAttribute('push-endpoint', '/api/push');
    await shown();
    element.removeAttribute('push-endpoint');
    await shown();
    expect(opened.map(({ options }) => options.endpoint)).to.deep.equal([
      '/api/push-subscription',
      '/api/push',
      undefined,
    ]);
    expect(opened.map(({ until }) => until.aborted)).to.deep.equal([true, true, false]);
  });

  it('leaves the choice of the worker to the page where none is named', async () => {
    const { opened } = await shownSwitch({
      template: html`<nality-notifications vapid-key="Bkey"></nality-notifications>`,
    });
    expect(opened[0]!.options.worker === undefined).to.be.true;
  });

  it('is opened for toasts, too, which show no switch', async () => {
    const { opened, find } = await pushScene({
      template: html`<nality-notifications vapid-key="Bkey" placement="toast"></nality-notifications>`,
    });
    await waitUntil(() => opened.length === 1, 'not opened');
    expect(find('[part="push"]') === null).to.be.true;
  });

  it('is turned on and off by keyboard, and the focus stays while it is done', async () => {
    const stage = await shownSwitch();
    stage.$('[name="push"]').focus();
    expect(look(stage)).to.deep.equal(['false', 'false']);
    await sendKeys({ press: ' ' });
    await stage.shown();
    expect(look(stage)).to.deep.equal(['true', 'true']);
    await sendKeys({ press: ' ' });
    await stage.say({ name: 'on' });
    expect(look(stage)).to.deep.equal(['true', 'false']);
    await sendKeys({ press: 'Enter' });
    await stage.say({ name: 'off' });
    expect(look(stage)).to.deep.equal(['false', 'false']);
    expect(stage.asked).to.deep.equal(['enable', 'disable']);
    expect(stage.focus()).to.equal('push');
  });

  it('asks within the click itself: browsers ask the person only then', async () => {
    const { $, asked } = await shownSwitch();
    $('[name="push"]').click();
    expect(asked).to.deep.equal(['enable']);
  });

  it('says what keeps this browser from it, and what the person can do', async () => {
    const stage = await shownSwitch();
    await stage.say({ name: 'unsupported' });
    expect(note(stage)).to.include('cannot notify you');
    expect(stage.find('[name="push"]') === null).to.be.true;
    await stage.say({ name: 'needs-home-screen' });
    expect(note(stage)).to.include('Add to Home Screen');
    await stage.say({ name: 'denied' });
    expect(note(stage)).to.include('browser’s settings');
    stage.$('[name="push"]').click();
    expect(stage.asked).to.deep.equal([]);
  });

  it('says in plain words what went wrong, and tries again; the focus stays', async () => {
    const stage = await shownSwitch();
    await stage.say(FAILED);
    expect(note(stage)).to.include('No connection').and.not.include(OFFLINE.message);
    stage.$('[name="push-retry"]').focus();
    await sendKeys({ press: 'Enter' });
    await stage.shown();
    expect([stage.asked.join(), stage.focus()]).to.deep.equal(['enable', 'push']);
    await stage.say({ name: 'on' });
    expect(note(stage)).to.equal('');
  });

  it('loads again what could not be loaded', async () => {
    const stage = await shownSwitch({ fails: 1 });
    await waitUntil(() => stage.find('[name="push-retry"]'), 'no retry');
    stage.$('[name="push-retry"]').click();
    await waitUntil(() => look(stage).join() === 'false,false', 'not loaded');
    expect(stage.opened).to.have.length(2);
  });

  it('tells the service worker which notifications the inbox shows', async () => {
    const { opened } = await shownSwitch();
    const { shows } = opened[0]!.options;
    expect([shows?.('comment'), shows?.('unheard-of')]).to.deep.equal([true, false]);
  });

  it('takes the place of the other question once the browser has answered it', async () => {
    const stage = await shownSwitch();
    expect(stage.find('[name="allow"]')).to.exist;
    for (const name of ['on', 'denied'] as const) {
      await stage.say({ name });
      expect(stage.find('[name="allow"]') === null).to.be.true;
    }
  });

  it('speaks the language of the page', async () => {
    const { words } = await shownSwitch({ lang: 'de' });
    await waitUntil(() => words().includes('Benachrichtige mich'), 'never German');
  });

  it('can be used by everybody in every state', async () => {
    const stage = await shownSwitch();
    for (const status of STATES) {
      await stage.say(status);
      await expectNoBarriers(stage.element);
    }
  });
});
