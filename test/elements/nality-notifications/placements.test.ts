import { expect, html } from '@open-wc/testing';
import { sendKeys } from '@web/test-runner-commands';
import type { NalityNotifications } from '../../../src/elements/nality-notifications/nality-notifications.ts';
import { notification } from '../../support/fake-inbox.ts';
import { waitUntil } from '../../support/wait-until.ts';
import { ROWS, scene, type Scene } from './scene.ts';

const POPOVER = html`<nality-notifications placement="popover"></nality-notifications>`;
const TOAST = html`<nality-notifications placement="toast"></nality-notifications>`;

const isOpen = ({ $ }: Scene): boolean => $('#panel').matches(':popover-open');

async function opened(stage: Scene): Promise<Scene> {
  stage.$('.bell').focus();
  await sendKeys({ press: 'Enter' });
  await waitUntil(() => stage.element.shadowRoot!.activeElement !== stage.$('.bell'), 'the focus stayed');
  await stage.shown();
  return stage;
}

const toasts = ({ all }: Scene): string[] => all('[part="toast"] strong').map((title) => title.textContent!);

describe('the bell', () => {
  afterEach(() => history.replaceState(null, '', location.pathname + location.search));

  it('says how many are unread, and no more than that there are many', async () => {
    const stage = await scene({ template: POPOVER });
    const { $, find, inbox, shown } = stage;
    expect($('[part="badge"]').textContent).to.equal('2');
    expect($('.bell').getAttribute('aria-label')).to.equal('Notifications, 2 unread');
    inbox.below.set(98);
    await shown();
    expect($('[part="badge"]').textContent).to.equal('99+');
    expect($('.bell').getAttribute('aria-label')).to.equal('Notifications, 100 unread');
    inbox.markAllRead();
    await shown();
    expect(find('[part="badge"]') === null).to.be.true;
    expect($('.bell').getAttribute('aria-label')).to.equal('Notifications');
  });

  it('opens by keyboard onto the first one, closes with Escape and gives the focus back', async () => {
    const stage = await opened(await scene({ template: POPOVER }));
    expect([isOpen(stage), stage.focus()]).to.deep.equal([true, 'comment']);
    await sendKeys({ press: 'Escape' });
    await stage.shown();
    expect(isOpen(stage)).to.equal(false);
    expect(stage.element.shadowRoot!.activeElement === stage.$('.bell')).to.be.true;
  });

  it('opens onto the words where there is nothing', async () => {
    const stage = await opened(await scene({ template: POPOVER, rows: [] }));
    expect(stage.element.shadowRoot!.activeElement === stage.$('.base')).to.be.true;
  });

  it('stays inside of the window', async () => {
    const stage = await opened(await scene({ template: POPOVER }));
    const { left, right, top } = stage.$('#panel').getBoundingClientRect();
    expect(left).to.be.at.least(0);
    expect(right).to.be.at.most(document.documentElement.clientWidth);
    expect(top).to.be.greaterThan(stage.$('.bell').getBoundingClientRect().top);
  });

  it('closes when a link of the list is followed', async () => {
    const stage = await opened(await scene({ template: POPOVER }));
    await sendKeys({ press: 'Enter' });
    expect([location.hash, isOpen(stage)]).to.deep.equal(['#nality-comment-1', false]);
  });

  it('shows a picture of the page’s own', async () => {
    const { $ } = await scene({
      template: html`<nality-notifications placement="popover"><i slot="bell">!</i></nality-notifications>`,
    });
    expect($<HTMLSlotElement>('slot[name="bell"]').assignedElements().length).to.equal(1);
  });
});

describe('toasts of notifications', () => {
  it('show what comes, not what was there, the three newest', async () => {
    const stage = await scene({ template: TOAST });
    expect(toasts(stage)).to.deep.equal([]);
    stage.inbox.bring(notification('one', { action_url: 'https://status.test/' }));
    await stage.shown();
    expect(toasts(stage)).to.deep.equal(['News one']);
    expect(stage.$('[part="toast"] a').textContent).to.include('status.test');
    stage.inbox.bring(...['five', 'four', 'three', 'two'].map((id) => notification(id)));
    await stage.shown();
    expect(toasts(stage)).to.deep.equal(['News three', 'News four', 'News five']);
  });

  it('go when they are dismissed, and with what they tell of', async () => {
    const stage = await scene({ template: TOAST });
    const { inbox, shown, $ } = stage;
    inbox.bring(...['c', 'b', 'a'].map((id) => notification(id)));
    await shown();
    $('[part="toast"] [aria-label="Dismiss"]').click();
    await shown();
    expect(toasts(stage)).to.deep.equal(['News b', 'News c']);
    expect(inbox.unread.get()).to.equal(5);
    inbox.markRead('b');
    inbox.remove('c');
    await shown();
    expect(toasts(stage)).to.deep.equal([]);
  });

  it('lead where the notification leads, which is read then', async () => {
    const stage = await scene({ template: TOAST });
    stage.inbox.bring(notification('one', { action_url: '#nality-event-7' }));
    await stage.shown();
    stage.$('[part="toast"] a').click();
    await stage.shown();
    expect(location.hash).to.equal('#nality-event-7');
    expect([toasts(stage), stage.element.unread]).to.deep.equal([[], 2]);
    history.replaceState(null, '', location.pathname + location.search);
  });
});

describe('several placements on one page', () => {
  const BOTH = html`<nality-notifications></nality-notifications>${TOAST}`;
  const second = ({ host }: Scene): NalityNotifications =>
    host.querySelectorAll<NalityNotifications>('nality-notifications')[1]!;

  it('show one state: what is read here is read there', async () => {
    const stage = await scene({ template: BOTH });
    stage.row('comment').querySelector<HTMLElement>('[name="toggle"]')!.click();
    await stage.shown();
    expect([stage.element.unread, second(stage).unread]).to.deep.equal([1, 1]);
  });

  it('tell screen readers once of what comes', async () => {
    const stage = await scene({ template: BOTH });
    stage.inbox.bring(notification('one'));
    await stage.shown();
    const region = second(stage).shadowRoot!.querySelector('[role="status"]')!;
    expect(region.textContent).to.include('News one');
    expect(stage.$('[data-announcer]').textContent!.trim()).to.equal('');
  });

  it('follow a click on what the system shows once', async () => {
    const stage = await scene({ template: BOTH });
    let opened = 0;
    stage.host.addEventListener('nality-notification-open', () => (opened += 1));
    stage.inbox.clicks.emit({ ...ROWS[0]!, action_url: '#nality-event-8' });
    await stage.shown();
    expect([opened, location.hash, stage.element.unread]).to.deep.equal([1, '#nality-event-8', 1]);
    history.replaceState(null, '', location.pathname + location.search);
  });

  it('are inline where the page asks for one that there is not', async () => {
    const { element } = await scene({
      template: html`<nality-notifications placement="tooltip"></nality-notifications>`,
    });
    expect([element.placement, element.getAttribute('placement')]).to.deep.equal(['inline', 'inline']);
  });
});
