import type { Environment, PushAddress, PushDevice, PushNews } from '../environment.ts';
import { NalityError, asNalityError } from '../errors.ts';
import { inTurn } from '../lib/in-turn.ts';
import { signal, watch, type Readable } from '../lib/signal.ts';
import { toJson } from '../lib/to-json.ts';
import type { Identity } from '../sync/identity.ts';
import type { Remote } from '../sync/remote.ts';
import { pushNoteName, readPushNote, type PushNote } from '../sync/push-note.ts';
import { hostStore, projectStore, rarelyAsked, type PushStore } from './push-store.ts';

/** Whether this browser gets push messages for the person who is signed in. */
export type PushStatus =
  /** It is being found out, or changed. */
  | { readonly name: 'loading' }
  | { readonly name: 'unsupported' }
  /** An iPhone or iPad: only once the page was put on the home screen and is opened from there. */
  | { readonly name: 'needs-home-screen' }
  /** The person has forbidden notifications; only the browser's own settings change that. */
  | { readonly name: 'denied' }
  | { readonly name: 'off' }
  | { readonly name: 'on' }
  | { readonly name: 'failed'; readonly error: NalityError };

/** How a page takes part in web push. */
export interface PushOptions {
  /** The public key of the sender, base64url: what `npx @nality/widgets vapid` prints. */
  vapidKey: string;
  /** Path of a service worker of the page's own server that imports `push-worker.js`. Default: the page's own one. */
  worker?: string | undefined;
  /**
   * A path of the page's own server that keeps subscriptions in place of the project: it gets
   * `POST {subscription, user_id}` with the person's token, at every load, and `DELETE` of the same.
   */
  endpoint?: string | undefined;
  /** Asked when a push message comes while the page is visible: whether the page shows that notification by itself. */
  shows?: ((id: string) => boolean) | undefined;
}

/** Push messages to this browser. */
export interface Push {
  readonly status: Readable<PushStatus>;
  /**
   * Asks for permission, subscribes, and stores the subscription. Call it inside a click, before anything is awaited:
   * browsers ask the person only then. Answers how it ended, as `status` does; `off`: the question was not answered.
   */
  enable(): Promise<PushStatus>;
  /** Ends it for this browser. Works without a network: the server lets go of it at the next message. */
  disable(): Promise<PushStatus>;
}

/** What push stands on. */
export interface PushContext {
  device: PushDevice;
  remote: Pick<Remote, 'rpc' | 'select'>;
  environment: Environment;
  identity: Readable<Identity>;
  /** The person's token, for a server of the page's own. */
  token(): Promise<string | null>;
  /** Distinguishes this project's records from others'. */
  project: string;
}

/**
 * Opens web push. It looks after itself at every load, after a sleep, and when the browser changes the subscription:
 * one that is gone, that the server has let go of, or that is for another key is replaced, without a question. When the
 * person signs out or another one signs in, this browser gets nothing more of theirs; it does again when they come back.
 */
export function createPush(options: PushOptions, context: PushContext, until: AbortSignal): Push {
  const { device, environment, identity, project } = context;
  const status = signal<PushStatus>({ name: 'loading' });
  const { endpoint } = options;
  const asked = endpoint === undefined ? projectStore(context) : hostStore(endpoint, context);
  const store = rarelyAsked(asked, environment);
  const name = pushNoteName(project);
  const turn = inTurn();
  const note = {
    read: () => readPushNote(environment, project),
    write: (next: PushNote | undefined) => environment.keep(name, next ? toJson(next) : null),
  };
  const machine = { ...options, device, store, note, uuid: environment.uuid };
  const me = (): string | undefined => personOf(identity.get());

  /** One at a time among all tabs: each would replace what the other has just made. */
  const run = (task: Task): Promise<PushStatus> =>
    turn(async () => {
      const release = await environment.lock(name, { signal: until });
      try {
        const next = await task();
        if (status.get().name !== next) status.set({ name: next });
      } catch (error) {
        status.set({ name: 'failed', error: asNalityError(error) });
      } finally {
        release();
      }
      return status.get();
    });
  const check = (): void => {
    if (identity.get().name !== 'unknown') void run(() => look(machine, me())).catch(() => undefined);
  };
  const change = async (task: Task): Promise<PushStatus> => {
    status.set({ name: 'loading' });
    const next = await run(task);
    tellOthers(null);
    return next;
  };
  const tellOthers = environment.openLine(name, check, until);
  const onMessage = (message: PushNews): true | void => {
    if (message.type === 'nality:push-changed') return check();
    if (environment.visible.get() && options.shows?.(message.id)) return true;
  };

  if (device.support === 'yes') device.listen(onMessage, until);
  watch(identity, check, until);
  until.addEventListener('abort', environment.wakes(check), { once: true });
  return {
    status,
    enable() {
      // Here the click still counts: nothing was awaited.
      const asks = me() !== undefined && device.support === 'yes' && device.permission() === 'default';
      const asked = asks ? device.ask() : undefined;
      return change(async () => {
        await asked;
        return turnOn(machine, me());
      });
    },
    disable: () => change(() => turnOff(machine)),
  };
}

type Settled = Exclude<PushStatus['name'], 'failed'>;
type Task = () => Promise<Settled>;

interface Machine extends PushOptions {
  device: PushDevice;
  store: PushStore;
  note: { read(): PushNote | undefined; write(note: PushNote | undefined): void };
  uuid(): string;
}

/** What keeps this browser from push messages, whatever the person wishes. */
function obstacle({ support, permission }: PushDevice): Settled | undefined {
  if (support === 'no') return 'unsupported';
  if (support === 'home-screen') return 'needs-home-screen';
  return permission() === 'denied' ? 'denied' : undefined;
}

/** How it stands, put right where it was lost. */
async function look(machine: Machine, me: string | undefined): Promise<Settled> {
  const { device, note } = machine;
  const known = note.read();
  if (device.support === 'yes' && known?.endpoint && known.person !== me) {
    await device.unsubscribe();
    note.write({ ...known, endpoint: undefined });
  }
  const name = obstacle(device);
  if (name) return name;
  if (me === undefined || known?.person !== me || device.permission() !== 'granted') return 'off';
  return subscribe(machine, me);
}

async function turnOn(machine: Machine, me: string | undefined): Promise<Settled> {
  if (me === undefined)
    throw new NalityError('auth-required', 'Sign in to get notifications on this device.');
  const name = obstacle(machine.device);
  if (name) return name;
  return machine.device.permission() === 'granted' ? subscribe(machine, me) : 'off';
}

async function turnOff({ device, store, note }: Machine): Promise<Settled> {
  const known = note.read();
  if (device.support === 'yes' && known?.endpoint) await device.unsubscribe();
  note.write(undefined);
  // Nobody can be reached there any more: what the server does not hear now, the push service tells it.
  if (known) await store.remove(known).catch(() => undefined);
  return obstacle(device) ?? 'off';
}

/** Sees to it that there is a subscription, that it is the person's own, and that it is stored. */
async function subscribe({ device, store, note, uuid, vapidKey }: Machine, me: string): Promise<'on'> {
  if (!/^B[\w-]{86}$/.test(vapidKey))
    throw new NalityError(
      'config',
      'The VAPID key is not a public key: npx @nality/widgets vapid makes one.',
    );
  const known = note.read();
  const mine = known?.person === me ? known : undefined;
  const found = await device.find();
  const fits = found && (found.vapidKey ?? vapidKey) === vapidKey;
  const noted = found && found.endpoint === known?.endpoint;
  if (found && !fits && !noted) throw takenByAnother();
  if (found && fits && noted && mine && (await store.has(mine, found).catch(assumeIt))) return 'on';
  // Made by our service worker in answer to the browser; of unknown origin it may be somebody else's, who was here before.
  const isFresh = found && fits && mine?.endpoint !== undefined && !noted;
  // What fails from here on is tried again at the next wake.
  if (!mine) note.write({ person: me, id: uuid() });
  const address: PushAddress = isFresh ? found : await device.subscribe(vapidKey);
  const next = { person: me, id: uuid(), endpoint: address.endpoint };
  await store.put(next, address, mine?.id);
  note.write(next);
  return 'on';
}

/** Without an answer what was stored counts as stored; it is asked again at the next wake. */
function assumeIt(error: unknown): true {
  if (asNalityError(error).retryable) return true;
  throw error;
}

const takenByAnother = (): NalityError =>
  new NalityError(
    'config',
    'The service worker has a push subscription for another sender. Give Nality’s one a path of its own.',
  );

function personOf(identity: Identity): string | undefined {
  return identity.name === 'person' ? identity.id : undefined;
}
