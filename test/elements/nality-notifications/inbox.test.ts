import { expect, html, oneEvent } from '@open-wc/testing';
import { NalityError } from '../../../src/core/errors.ts';
import type { NalityNotificationBeforeOpenEvent } from '../../../src/elements/nality-notifications/events.ts';
import { notification } from '../../support/fake-inbox.ts';
import { waitUntil } from '../../support/wait-until.ts';
import { scene } from './scene.ts';

describe('the inbox', () => {
  afterEach(() => history.replaceState(null, '', location.pathname + location.search));

  it('waits with the shape of what is to come', async () => {
    const { $ } = await scene({ rows: 'loading' });
    expect($('.base').getAttribute('aria-busy')).to.equal('true');
    expect($('[role="status"].visually-hidden').textContent).to.equal('Loading notifications …');
  });

  it('shows who did what, when, what kind it is, and where it leads, by day', async () => {
    const { row, all, ids } = await scene();
    expect(ids()).to.deep.equal(['comment', 'warning', 'share']);
    const days = all('[part="day"]').map((day) => day.textContent!.toLowerCase());
    expect(days[0]).to.equal('today');
    expect(days[1]).to.match(/\d{4}/);
    const comment = row('comment').textContent!;
    expect(comment).to.include('ÈC').and.include('Ève commented on “Radium”').and.include('How it must');
    expect(row('comment').querySelector('time')!.textContent).to.equal('now');
    expect(row('warning').querySelector('[part="type"]')!.textContent!.trim()).to.equal('Warning');
    expect(row('share').querySelector('a') === null).to.be.true;
  });

  it('tells what is unread in words, by weight and by a mark', async () => {
    const { row, element } = await scene();
    expect(row('comment').querySelector('#state-comment')!.textContent!.trim()).to.equal('Unread.');
    expect(row('warning').querySelector('#state-warning')!.textContent!.trim()).to.equal('Unread. Warning.');
    expect(row('share').querySelector('#state-share')!.textContent!.trim()).to.equal('');
    const [unread, read] = ['comment', 'share'].map(
      (id) => getComputedStyle(row(id).querySelector('h4')!).fontWeight,
    );
    expect(Number(unread)).to.be.greaterThan(Number(read));
    expect(getComputedStyle(row('comment'), '::before').content).to.equal('""');
    expect([element.unread, element.getAttribute('unread')]).to.deep.equal([2, '2']);
  });

  it('says the host of another site, and opens it beside; a place in this page stays in it', async () => {
    const { row } = await scene();
    const [inner, outer] = ['comment', 'warning'].map((id) => row(id).querySelector('a')!);
    expect(inner!.textContent!.trim()).to.equal('Open');
    expect([inner!.target, new URL(inner!.href).hash]).to.deep.equal(['', '#nality-comment-1']);
    expect(outer!.textContent!.replace(/\s+/g, ' ').trim()).to.equal('Status (status.test)');
    expect([outer!.target, outer!.rel]).to.deep.equal(['_blank', 'noopener noreferrer']);
  });

  it('follows no link that is not safe', async () => {
    const bad = ['javascript:alert(1)', 'https://nality.test@evil.test/', 'data:text/html,x'];
    const { all, ids } = await scene({
      rows: bad.map((action_url, at) => notification(`bad-${at}`, { action_url })),
    });
    expect([ids().length, all('a').length]).to.deep.equal([3, 0]);
  });

  it('shows what people write as text', async () => {
    const { all, row } = await scene({
      rows: [notification('x', { title: '<img src=x>', message: '<b>bold</b>' })],
    });
    expect(all('img, b').length).to.equal(0);
    expect(row('x').textContent).to.include('<img src=x>').and.include('<b>bold</b>');
  });

  it('marks as read and as unread again, one or all', async () => {
    const { inbox, row, shown, element, $, find } = await scene();
    row('comment').querySelector<HTMLElement>('[name="toggle"]')!.click();
    await shown();
    expect(element.unread).to.equal(1);
    const again = row('comment').querySelector<HTMLElement>('[name="toggle"]')!;
    expect(again.getAttribute('aria-label')).to.equal('Mark “Ève commented on “Radium”” as unread');
    again.click();
    inbox.below.set(40);
    await shown();
    expect(element.unread).to.equal(42);
    $('[name="read-all"]').click();
    await shown();
    expect([element.unread, find('[name="read-all"]') === null]).to.deep.equal([0, true]);
  });

  it('asks the page before it opens one, and tells it afterwards; then it is read', async () => {
    const { element, row, shown, inbox } = await scene();
    const refuse = (event: Event): void => event.preventDefault();
    element.addEventListener('nality-notification-before-open', refuse);
    let opened = 0;
    element.addEventListener('nality-notification-open', () => (opened += 1));
    row('comment').querySelector('a')!.click();
    await shown();
    expect([location.hash, opened, element.unread]).to.deep.equal(['', 0, 2]);
    element.removeEventListener('nality-notification-before-open', refuse);

    const before = oneEvent(element, 'nality-notification-before-open');
    row('comment').querySelector('a')!.click();
    const event = (await before) as unknown as NalityNotificationBeforeOpenEvent;
    expect(event.notification.id).to.equal('comment');
    expect(new URL(event.url!).hash).to.equal('#nality-comment-1');
    await shown();
    expect([location.hash, opened]).to.deep.equal(['#nality-comment-1', 1]);
    expect(inbox.list.get()[0]!.row.read).to.equal(true);
  });

  it('opens by a click anywhere on it, but not by one on its buttons', async () => {
    const { row, shown, element } = await scene();
    row('comment').querySelector<HTMLElement>('h4')!.click();
    await shown();
    expect([location.hash, element.unread]).to.deep.equal(['#nality-comment-1', 1]);
    let opened = 0;
    element.addEventListener('nality-notification-open', () => (opened += 1));
    row('warning').querySelector<HTMLElement>('[name="toggle"]')!.click();
    expect(opened).to.equal(0);
  });

  it('deletes, and brings back with Undo', async () => {
    const { row, ids, shown, $ } = await scene();
    row('warning').querySelector<HTMLElement>('[name="remove"]')!.click();
    await shown();
    expect(ids()).to.deep.equal(['comment', 'share']);
    expect($('[part="toast"]').textContent).to.include('“Maintenance on Sunday” deleted');
    $('[part="toast"] .link').click();
    await shown();
    expect(ids()).to.deep.equal(['comment', 'warning', 'share']);
  });

  it('says where a change stands on its way to the server, and lets its person decide', async () => {
    const { inbox, row, shown } = await scene();
    const [first, ...rest] = inbox.list.get();
    const error = new NalityError('server', 'no');
    inbox.list.set([{ ...first!, state: 'failed', operationId: 'op', error }, ...rest]);
    await shown();
    for (const button of row('comment').querySelectorAll<HTMLElement>('.row-state button')) button.click();
    expect(inbox.asked).to.deep.equal(['retry op', 'discard op']);
  });

  it('invites where there is nothing yet, in the page’s own words where it has some', async () => {
    const { $, shown, inbox } = await scene({ rows: [] });
    expect($('[data-notice="empty"] h3').textContent).to.equal('All quiet');
    inbox.bring(notification('first'));
    await shown();
    expect($('h4').textContent).to.equal('News first');
    const own = await scene({
      rows: [],
      template: html`<nality-notifications><b slot="empty">Nothing!</b></nality-notifications>`,
    });
    expect(own.$<HTMLSlotElement>('slot[name="empty"]').assignedElements()[0]!.textContent).to.equal(
      'Nothing!',
    );
  });

  it('lets nobody in particular sign in', async () => {
    const { $, inbox } = await scene({
      me: 'anonymous',
      template: html`<nality-notifications><a slot="sign-in" href="#in">Sign in</a></nality-notifications>`,
    });
    expect($('[data-notice="signIn"] h3').textContent).to.equal('Your notifications wait for you');
    expect($<HTMLSlotElement>('slot[name="sign-in"]').assignedElements().length).to.equal(1);
    expect(inbox.users).to.equal(0);
  });

  it('says what went wrong, and tries again', async () => {
    const { inbox, $, shown } = await scene({ rows: 'loading' });
    inbox.phase.set({ name: 'failed', error: new NalityError('timeout', 'slow') });
    await shown();
    expect($('[part="error"]').dataset['error']).to.equal('timeout');
    $('[part="error"] button').click();
    expect(inbox.asked).to.deep.equal(['reload']);
  });

  it('shows what is known without a connection, and says so', async () => {
    const { inbox, core, $, shown, ids } = await scene();
    inbox.phase.set({ name: 'stale' });
    core.connection.set({ name: 'paused', reasons: ['offline'] });
    await shown();
    expect(ids().length).to.equal(3);
    expect($('[part="banner"]').textContent).to.include('You’re offline');
    const empty = await scene({ rows: 'loading' });
    empty.core.connection.set({ name: 'paused', reasons: ['offline'] });
    await empty.shown();
    expect(empty.$('[data-notice="offline"] h3').textContent).to.equal('You’re offline');
  });

  it('asks for browser notifications by a button alone, and only while it may ask', async () => {
    const { inbox, $, find, shown } = await scene();
    expect($('[name="allow"]').textContent!.trim()).to.equal('Allow browser notifications');
    $('[name="allow"]').click();
    await shown();
    expect(inbox.permission.get()).to.equal('granted');
    for (const permission of ['granted', 'denied', 'unsupported'] as const) {
      inbox.permission.set(permission);
      await shown();
      expect(find('[name="allow"]') === null, permission).to.be.true;
    }
  });

  it('loads older ones when their end comes into sight, or by a button', async () => {
    const { inbox, $, shown, find } = await scene();
    inbox.more.set('some');
    await waitUntil(() => inbox.asked.includes('more'), 'never asked for more');
    inbox.more.set('failed');
    await shown();
    expect($('[name="more"]').textContent!.trim()).to.include('could not be loaded');
    inbox.asked.length = 0;
    $('[name="more"]').click();
    expect(inbox.asked).to.deep.equal(['more']);
    inbox.more.set('none');
    await shown();
    expect(find('[name="more"]') === null).to.be.true;
  });

  it('speaks the language of the page', async () => {
    const { words, shown, row } = await scene({ lang: 'de' });
    await waitUntil(() => words().includes('Mitteilungen'), 'never German');
    await shown();
    expect(row('comment').querySelector('#state-comment')!.textContent!.trim()).to.equal('Ungelesen.');
  });

  it('takes another inbox when another person signs in, and lets go of it when it leaves the page', async () => {
    const { inbox, core, element, shown } = await scene();
    core.identity.set({ name: 'anonymous' });
    await shown();
    expect(inbox.users).to.equal(0);
    core.identity.set({ name: 'person', id: 'another', isAnonymous: false });
    await shown();
    expect(inbox.users).to.equal(1);
    element.remove();
    expect(inbox.users).to.equal(0);
  });
});
