import { expect, html } from '@open-wc/testing';
import { NalityError } from '../../src/core/errors.ts';
import { offerMedia } from '../support/fake-media.ts';
import { notification } from '../support/fake-inbox.ts';
import { waitUntil } from '../support/wait-until.ts';
import { EVERYTHING } from './nality-chat/everything.ts';
import * as chat from './nality-chat/scene.ts';
import * as comments from './nality-comments/scene.ts';
import * as inbox from './nality-notifications/scene.ts';
import * as presence from './nality-presence/scene.ts';
import { compared, conflict } from './nality-timeline/desk.ts';
import * as timeline from './nality-timeline/scene.ts';

const LOADING = { name: 'loading' } as const;
const STALE = { name: 'stale' } as const;
const OFFLINE = { name: 'paused', reasons: ['offline'] } as const;
const FAILED = {
  name: 'failed',
  error: new NalityError('server', 'Out of order', { retryable: true }),
} as const;
const SIGN_IN = html`<a slot="sign-in" href="#in">Sign in</a>`;

interface Stage {
  readonly element: Element;
}
/** What is to be seen in a state, and how the state comes about. */
type State = readonly [sees: string, open: () => Promise<Stage>];

/** Opens what a button opens, and waits until it is there. */
async function after<S extends Stage>(stage: S, sees: string, act: (stage: S) => unknown): Promise<S> {
  await act(stage);
  await waitUntil(() => find(stage.element, sees), `${sees} does not come`);
  return stage;
}

const find = ({ shadowRoot }: Element, selector: string): HTMLElement | null =>
  shadowRoot!.querySelector<HTMLElement>(selector);
const click =
  (selector: string) =>
  ({ element }: Stage): void =>
    find(element, selector)!.click();

const TIMELINE: Record<string, State> = {
  loading: ['.ghost', () => timeline.scene({ events: [], prepare: ({ phase }) => phase.set(LOADING) })],
  events: ['[part~="card"]', () => timeline.scene()],
  'events by category': [
    '.marker[data-category]',
    () =>
      timeline.scene({
        template: html`<nality-timeline user-id=${timeline.MARIE} view="category"></nality-timeline>`,
      }),
  ],
  empty: ['[data-notice="emptyMine"]', () => timeline.scene({ events: [] })],
  private: [
    '[data-notice="notShared"]',
    () => timeline.scene({ events: [], me: timeline.IRENE, prepare: ({ level }) => level.set('none') }),
  ],
  'signed out': [
    '[data-notice="signInMine"]',
    () => timeline.scene({ me: 'anonymous', template: html`<nality-timeline>${SIGN_IN}</nality-timeline>` }),
  ],
  error: ['[part="error"]', () => timeline.scene({ events: [], prepare: ({ phase }) => phase.set(FAILED) })],
  'not loaded again': [
    '[data-banner="failed"]',
    () => timeline.scene({ prepare: ({ phase }) => phase.set(FAILED) }),
  ],
  offline: [
    '[data-banner="offline"]',
    () =>
      timeline.scene({ prepare: ({ phase }, { connection }) => (phase.set(STALE), connection.set(OFFLINE)) }),
  ],
  readonly: [
    '[part~="card"]',
    () =>
      timeline.scene({
        template: html`<nality-timeline user-id=${timeline.MARIE} readonly></nality-timeline>`,
      }),
  ],
  'refused, and edited by somebody else': [
    '[part~="row-state"]',
    () =>
      timeline.scene({
        prepare(fake) {
          fake.update('nobel', { title: 'Refused' });
          fake.refuse();
          fake.editors.set(new Map([['birth', [{ id: timeline.IRENE, name: 'Irène', avatarUrl: null }]]]));
        },
      }),
  ],
  deleted: [
    '[part~="toast"]',
    async () => after(await timeline.scene(), '[part~="toast"]', click('[name="remove"]')),
  ],
  editing: [
    'form.inline',
    async () => after(await timeline.scene(), '[name="title"]', click('[name="edit"]')),
  ],
  form: ['dialog[open]', async () => after(await timeline.scene(), 'dialog[open]', click('[name="add"]'))],
  search: [
    '[part~="find"]',
    async () =>
      after(
        await timeline.scene({ prepare: (_, core) => offerMedia(core) }),
        '.find',
        click('[name="search"]'),
      ),
  ],
  'nothing found': [
    '[data-notice="nothingFound"]',
    async () => {
      const searching = await after(await timeline.scene(), '[name="query"]', click('[name="search"]'));
      return after(searching, '[data-notice="nothingFound"]', ({ $ }) =>
        timeline.type($('[name="query"]'), 'zz'),
      );
    },
  ],
  conflict: ['dialog.chooser[open]', () => compared(conflict())],
};

const CHAT: Record<string, State> = {
  loading: ['.ghost', () => chat.scene({ items: [], prepare: ({ phase }) => phase.set(LOADING) })],
  'everything that can be there': ['[data-proposal]', () => chat.scene(EVERYTHING)],
  empty: ['[data-notice="empty"]', () => chat.scene({ items: [] })],
  'signed out': [
    '[data-notice="signIn"]',
    () => chat.scene({ me: undefined, template: html`<nality-chat>${SIGN_IN}</nality-chat>` }),
  ],
  'not mine': [
    '[data-notice="join"]',
    () => chat.scene({ items: [], prepare: ({ session }) => session.set(null) }),
  ],
  error: ['[part="error"]', () => chat.scene({ items: [], prepare: ({ phase }) => phase.set(FAILED) })],
  offline: [
    '[data-banner="offline"]',
    () => chat.scene({ prepare: ({ phase }, { connection }) => (phase.set(STALE), connection.set(OFFLINE)) }),
  ],
  readonly: [
    '[part~="message"]',
    () =>
      chat.scene({
        ...EVERYTHING,
        template: html`<nality-chat session-id=${chat.SESSION} readonly></nality-chat>`,
      }),
  ],
  'composing too much': [
    '#message-left',
    async () =>
      after(await chat.scene(), '#message-left', ({ $ }) => chat.type($('textarea'), 'x'.repeat(20_001))),
  ],
  'reviewing a proposal': [
    '[data-proposal] form',
    async () =>
      after(
        await chat.scene(EVERYTHING),
        '[data-proposal] form',
        click('[data-proposal="open"] [name="review"]'),
      ),
  ],
};

const COMMENTS: Record<string, State> = {
  loading: ['.skeleton', () => comments.scene({ comments: [], prepare: ({ phase }) => phase.set(LOADING) })],
  comments: [
    '[part="typing"]',
    () =>
      comments.scene({
        prepare: ({ typists, people }) => typists.set([people.get().get(comments.IRENE)!]),
      }),
  ],
  empty: ['[data-notice="empty"]', () => comments.scene({ comments: [] })],
  private: [
    '[data-notice="closed"]',
    () => comments.scene({ comments: [], prepare: ({ level }) => level.set('none') }),
  ],
  'signed out': [
    '.invitation',
    () =>
      comments.scene({
        me: 'anonymous',
        prepare: ({ level }) => level.set('view'),
        template: html`<nality-comments event-id=${comments.EVENT}>${SIGN_IN}</nality-comments>`,
      }),
  ],
  error: [
    '[part="error"]',
    () => comments.scene({ comments: [], prepare: ({ phase }) => phase.set(FAILED) }),
  ],
  offline: [
    '[data-banner="offline"]',
    () =>
      comments.scene({ prepare: ({ phase }, { connection }) => (phase.set(STALE), connection.set(OFFLINE)) }),
  ],
  readonly: [
    '[part="comment"]',
    () =>
      comments.scene({
        template: html`<nality-comments event-id=${comments.EVENT} readonly></nality-comments>`,
      }),
  ],
  'answering, editing, a refused one and a deleted one': [
    '.toast',
    async () => {
      const stage = await comments.scene();
      stage.comment('hers').querySelector<HTMLElement>('[name="reply"]')!.click();
      stage.comment('mine').querySelector<HTMLElement>('[name="edit"]')!.click();
      stage.comments.add({ content: 'Refused', parentId: 'his' });
      stage.comments.refuse();
      stage.comments.drop('hers');
      await stage.shown();
      return after(stage, '.toast', () =>
        stage.comment('answer').querySelector<HTMLElement>('[name="remove"]')!.click(),
      );
    },
  ],
  mentioning: [
    '[role="option"]',
    async () => {
      const people = comments.PEOPLE.slice(1);
      const stage = await comments.scene({ comments: [], prepare: (fake) => void (fake.invited = people) });
      return after(stage, '[role="option"]', () => {
        stage.field('new').focus();
        comments.type(stage.field('new'), 'Ask @');
      });
    },
  ],
};

const { marie, irene, pierre, eve } = presence;
const inRoom = async (change: (scene: presence.Scene) => void): Promise<Stage> => {
  const stage = await presence.scene();
  change(stage);
  await presence.shown(stage.element);
  return stage;
};

const PRESENCE: Record<string, State> = {
  loading: ['.skeleton', () => presence.scene()],
  people: ['.pile', () => presence.withPeople([marie, irene, pierre, eve], 2)],
  nobody: ['.quiet-note', () => presence.withPeople([])],
  error: ['.problem-note', () => inRoom(({ room }) => room.phase.set(FAILED))],
  refused: [
    '.quiet-note',
    () => inRoom(({ room }) => room.phase.set({ name: 'failed', error: new NalityError('denied', 'No') })),
  ],
  'signed out': [
    '.quiet-note slot',
    () =>
      inRoom(({ core, room }) => {
        core.identity.set({ name: 'anonymous' });
        room.phase.set({ name: 'failed', error: new NalityError('denied', 'No') });
      }),
  ],
  offline: [
    '.stale',
    () =>
      inRoom(({ core, room }) => {
        room.people.set([marie, eve]);
        room.phase.set(STALE);
        core.connection.set(OFFLINE);
      }),
  ],
  list: [
    ':popover-open [part="sight"]',
    async () => {
      const looking = { ...eve, lookingAt: { id: 'wedding', title: 'The wedding' } };
      return after(
        await presence.withPeople([marie, irene, pierre, looking], 2),
        ':popover-open',
        click('.all'),
      );
    },
  ],
};

const POPOVER = html`<nality-notifications placement="popover"></nality-notifications>`;
const TOAST = html`<nality-notifications placement="toast"></nality-notifications>`;

const NOTIFICATIONS: Record<string, State> = {
  loading: ['.skeleton', () => inbox.scene({ rows: 'loading' })],
  notifications: ['[data-unread]', () => inbox.scene()],
  empty: ['[data-notice="empty"]', () => inbox.scene({ rows: [] })],
  'signed out': [
    '[data-notice="signIn"]',
    () =>
      inbox.scene({
        me: 'anonymous',
        template: html`<nality-notifications>${SIGN_IN}</nality-notifications>`,
      }),
  ],
  error: [
    '[part="error"]',
    async () =>
      after(await inbox.scene({ rows: 'loading' }), '[part="error"]', (s) => s.inbox.phase.set(FAILED)),
  ],
  offline: [
    '[data-banner="offline"]',
    async () =>
      after(await inbox.scene({ prepare: ({ connection }) => connection.set(OFFLINE) }), '.banner', (stage) =>
        stage.inbox.phase.set(STALE),
      ),
  ],
  refused: [
    '[part="row-state"]',
    async () =>
      after(await inbox.scene(), '[part="row-state"]', ({ inbox: { list } }) => {
        const [first, ...rest] = list.get();
        list.set([{ ...first!, state: 'failed', operationId: 'op', error: FAILED.error }, ...rest]);
      }),
  ],
  deleted: [
    '[part="toast"]',
    async () => after(await inbox.scene(), '[part="toast"]', click('[name="remove"]')),
  ],
  'more than are shown': [
    '[name="more"]',
    async () => after(await inbox.scene(), '[name="more"]', (stage) => stage.inbox.more.set('failed')),
  ],
  bell: ['[part="badge"]', () => inbox.scene({ template: POPOVER })],
  'open bell': [
    ':popover-open',
    async () => after(await inbox.scene({ template: POPOVER }), ':popover-open', click('.bell')),
  ],
  'open bell with nothing in it': [
    ':popover-open [data-notice]',
    async () => after(await inbox.scene({ template: POPOVER, rows: [] }), ':popover-open', click('.bell')),
  ],
  toast: [
    '[part="toast"] a',
    async () =>
      after(await inbox.scene({ template: TOAST }), '[part="toast"]', (stage) =>
        stage.inbox.bring(notification('one', { type: 'error', action_url: 'https://status.test/' })),
      ),
  ],
};

/** Every state of every widget. */
export const WIDGETS = {
  timeline: TIMELINE,
  chat: CHAT,
  comments: COMMENTS,
  presence: PRESENCE,
  notifications: NOTIFICATIONS,
};

/** An element in that state. */
export async function inState([sees, open]: State): Promise<Element> {
  const { element } = await open();
  expect(find(element, sees), sees).not.to.equal(null);
  return element;
}
