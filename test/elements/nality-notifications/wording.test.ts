import { expect, html, oneEvent } from '@open-wc/testing';
import type { UserNotification } from '../../../src/core/features/notification.ts';
import type { NalityNotificationOpenEvent } from '../../../src/elements/nality-notifications/events.ts';
import { notification } from '../../support/fake-inbox.ts';
import { waitUntil } from '../../support/wait-until.ts';
import { EVE, scene, type Scene } from './scene.ts';

const EVENT = '00000000-0000-4000-8001-000000000001';

/** A notification as the database writes it, in English, with the name of then. */
const told = (kind: string, values: Partial<UserNotification> = {}): UserNotification =>
  notification(kind, {
    actor_id: EVE,
    kind,
    details: { actor: 'E. Curie', event_id: EVENT, title: 'Radium' },
    title: `English of ${kind}`,
    ...values,
  });
const KINDS = ['comment', 'reply', 'mention', 'edit', 'share', 'access', 'invitation', 'answer'];

const titleIn = ({ row }: Scene, id: string): string => row(id).querySelector('h4')!.textContent!;

describe('the words of a notification', () => {
  afterEach(() => history.replaceState(null, '', location.pathname + location.search));

  it('are the page’s own for each kind, with the name of now', async () => {
    const stage = await scene({ rows: KINDS.map((kind) => told(kind)) });
    expect(KINDS.map((kind) => titleIn(stage, kind))).to.deep.equal([
      'Ève Curie commented on “Radium”',
      'Ève Curie answered your comment',
      'Ève Curie mentioned you in a comment',
      'Ève Curie changed “Radium”',
      'Ève Curie shared a timeline with you',
      'Ève Curie gave you access to a timeline',
      'Ève Curie invited you to a conversation',
      'The interviewer has answered you',
    ]);
    stage.inbox.actors.set(new Map([[EVE, [{ id: EVE, name: 'Ève Labouisse', avatarUrl: null }]]]));
    await stage.shown();
    expect(titleIn(stage, 'edit')).to.equal('Ève Labouisse changed “Radium”');
    const labels = [...stage.row('edit').querySelectorAll('button')].map((button) => button.ariaLabel);
    expect(labels.join()).to.include('“Ève Labouisse changed “Radium””').and.not.include('English');
  });

  it('are in the language of the page, also where nobody is named', async () => {
    const nobody = { details: {}, actor_id: null };
    const stage = await scene({ lang: 'de', rows: [told('comment'), told('mention', nobody)] });
    await waitUntil(() => stage.words().includes('Mitteilungen'), 'never German');
    await stage.shown();
    expect(titleIn(stage, 'comment')).to.equal('Ève Curie hat „Radium“ kommentiert');
    expect(titleIn(stage, 'mention')).to.equal('Jemand hat dich in einem Kommentar erwähnt');
  });

  it('have the name of then until the one of now is known', async () => {
    const stage = await scene({ rows: [told('reply', { actor_id: 'unknown' })] });
    expect(titleIn(stage, 'reply')).to.equal('E. Curie answered your comment');
  });

  it('are the server’s where there is no kind, or none that the page knows', async () => {
    const stage = await scene({
      rows: [told('birthday'), told('toString'), notification('plain', { title: 'Maintenance' })],
    });
    const titles = ['birthday', 'toString', 'plain'].map((id) => titleIn(stage, id));
    expect(titles).to.deep.equal(['English of birthday', 'English of toString', 'Maintenance']);
  });

  it('are text, whatever names and titles hold', async () => {
    const details = { actor: '<b>E</b>', title: '<img src=x>' };
    const { row } = await scene({ rows: [told('comment', { details, actor_id: null })] });
    expect(row('comment').querySelectorAll('b, img').length).to.equal(0);
    expect(row('comment').textContent).to.include('<b>E</b> commented on “<img src=x>”');
  });

  it('are the same in toasts, in what undoes a deletion, and in what the system shows', async () => {
    const stage = await scene({
      rows: [],
      template: html`<nality-notifications placement="toast"></nality-notifications>`,
    });
    stage.inbox.bring(told('comment'));
    await stage.shown();
    expect(stage.$('[part="toast"] strong').textContent).to.equal('Ève Curie commented on “Radium”');
    expect(stage.inbox.titleOf(told('share'))).to.equal('Ève Curie shared a timeline with you');
    const list = await scene({ rows: [told('edit')] });
    list.row('edit').querySelector<HTMLElement>('[name="remove"]')!.click();
    await list.shown();
    expect(list.$('[part="toast"]').textContent).to.include('“Ève Curie changed “Radium”” deleted');
  });

  it('come with the event when it is opened: that of a comment, or the one that was changed', async () => {
    const subject = { subject_table: 'life_events', subject_id: 'changed' };
    const rows = [told('comment'), told('old', { ...subject, details: {} }), told('answer', { details: {} })];
    const { row, element } = await scene({ rows });
    const found: (string | undefined)[] = [];
    for (const { id } of rows) {
      const opened = oneEvent(element, 'nality-notification-open');
      row(id).click();
      found.push(((await opened) as unknown as NalityNotificationOpenEvent).eventId);
    }
    expect(found).to.deep.equal([EVENT, 'changed', undefined]);
  });
});
