import { html } from '@open-wc/testing';
import { NalityError } from '../../../src/core/errors.ts';
import type { Push, PushOptions, PushStatus } from '../../../src/core/features/push.ts';
import { signal, type Signal } from '../../../src/core/lib/signal.ts';
import { waitUntil } from '../../support/wait-until.ts';
import { scene, type Scene, type SceneOptions } from './scene.ts';

export const OFFLINE = new NalityError('offline', 'The network is gone.');
export const FAILED: PushStatus = { name: 'failed', error: OFFLINE };

/** Everything that push may say of itself. */
export const STATES: readonly PushStatus[] = [
  ...(['loading', 'unsupported', 'needs-home-screen', 'denied', 'off', 'on'] as const).map(
    (name): PushStatus => ({ name }),
  ),
  FAILED,
];

/** An element on a page that has a key for push, and a push that a test plays. */
export interface PushScene extends Scene {
  readonly status: Signal<PushStatus>;
  /** What was asked of push, and with what it was opened. */
  readonly asked: string[];
  readonly opened: { options: PushOptions; until: AbortSignal }[];
  say(status: PushStatus): Promise<void>;
}

export async function pushScene({
  fails = 0,
  ...options
}: SceneOptions & { fails?: number } = {}): Promise<PushScene> {
  const status = signal<PushStatus>({ name: 'off' });
  const asked: string[] = [];
  const opened: PushScene['opened'] = [];
  const ask = (what: string) => async (): Promise<PushStatus> => {
    asked.push(what);
    status.set({ name: 'loading' });
    return status.get();
  };
  const push: Push = { status, enable: ask('enable'), disable: ask('disable') };
  const made = await scene({
    template: html`<nality-notifications
      vapid-key="Bkey"
      push-worker="/nality-push.js"
    ></nality-notifications>`,
    prepare: (core) =>
      Object.assign(core, {
        async push(pushOptions: PushOptions, until: AbortSignal) {
          opened.push({ options: pushOptions, until });
          if (opened.length <= fails) throw OFFLINE;
          return push;
        },
      }),
    ...options,
  });
  const say = async (next: PushStatus): Promise<void> => {
    status.set(next);
    await made.shown();
  };
  return { ...made, status, asked, opened, say };
}

/** The same, once the switch is there. */
export async function shownSwitch(options?: Parameters<typeof pushScene>[0]): Promise<PushScene> {
  const made = await pushScene(options);
  await waitUntil(() => made.find('[part="push"]'), 'no switch');
  await made.shown();
  return made;
}
