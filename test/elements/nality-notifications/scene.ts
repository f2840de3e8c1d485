import { html, type TemplateResult } from 'lit';
import '../../../src/elements/nality-notifications/define.ts';
import type { UserNotification } from '../../../src/core/features/notification.ts';
import type { NalityNotifications } from '../../../src/elements/nality-notifications/nality-notifications.ts';
import { stageElement, type ElementStage } from '../../support/element-stage.ts';
import { fakeCore, type FakeCore } from '../../support/fake-core.ts';
import { fakeInbox, notification, type FakeInbox } from '../../support/fake-inbox.ts';

export const ME = '00000000-0000-4000-8000-000000000001';
export const EVE = '00000000-0000-4000-8000-000000000004';

const DAY = 86_400_000;
const ago = (ms: number): string => new Date(Date.now() - ms).toISOString();

/** Three, newest first: of a person, of the system, and one that was read the day before yesterday. */
export const ROWS: readonly UserNotification[] = [
  notification('comment', {
    actor_id: EVE,
    title: 'Ève commented on “Radium”',
    message: 'How it must have glowed!',
    action_url: '#nality-comment-1',
  }),
  notification('warning', {
    type: 'warning',
    title: 'Maintenance on Sunday',
    message: 'For some minutes, changes are kept on your device.',
    action_url: 'https://status.test/sunday',
    action_label: 'Status',
  }),
  notification('share', {
    title: 'Irène shared a timeline with you',
    read: true,
    created_at: ago(2 * DAY),
  }),
];

export interface Scene extends ElementStage<NalityNotifications> {
  core: FakeCore;
  inbox: FakeInbox;
  row(id: string): HTMLElement;
  /** The ids of the notifications from top to bottom. */
  ids(): string[];
  /** Where the focus is: the id of the notification, and the name of the control in it or elsewhere. */
  focus(): string;
}

export interface SceneOptions {
  rows?: readonly UserNotification[] | 'loading';
  me?: 'anonymous' | 'unknown' | 'person';
  template?: TemplateResult;
  lang?: string;
  prepare?: (core: FakeCore) => void;
}

/** An element on a fake core, in the inbox of whom there are three notifications unless told otherwise. */
export async function scene({
  rows = ROWS,
  me = 'person',
  template,
  lang = 'en',
  prepare,
}: SceneOptions = {}): Promise<Scene> {
  const core = fakeCore();
  core.identity.set(me === 'person' ? { name: me, id: ME, isAnonymous: false } : { name: me });
  prepare?.(core);
  const inbox = fakeInbox();
  inbox.actors.set(new Map([[EVE, [{ id: EVE, name: 'Ève Curie', avatarUrl: null }]]]));
  core.offers.set('notifications', (_key, until) => {
    inbox.users += 1;
    until.addEventListener('abort', () => (inbox.users -= 1));
    return inbox;
  });
  if (rows !== 'loading') {
    inbox.serve(...rows);
    inbox.phase.set({ name: 'live' });
  }
  const stage = await stageElement<NalityNotifications>(
    'nality-notifications',
    core,
    template ?? html`<nality-notifications></nality-notifications>`,
    { lang },
  );
  const { root, $, shown } = stage;
  await shown();
  return {
    ...stage,
    core,
    inbox,
    row: (id) => $(`[data-notification-id="${id}"]`),
    ids: () =>
      [...root.querySelectorAll<HTMLElement>('[data-notification-id]')].map(
        ({ dataset }) => dataset['notificationId'] ?? '',
      ),
    focus: () => {
      const id =
        root.activeElement?.closest<HTMLElement>('[data-notification-id]')?.dataset['notificationId'];
      return [id, root.activeElement?.getAttribute('name')].filter(Boolean).join('/');
    },
  };
}
