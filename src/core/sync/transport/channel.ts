import type { Environment } from '../../environment.ts';
import type { ClientChannel, TopicConfig } from '../client.ts';
import type { Values } from '../rows.ts';
import type { Frame } from './frame.ts';
import { presenceAfter, UNHEARD } from './presences.ts';
import { createQuestions, type OnReply } from './questions.ts';
import { createRowListeners, type RowListener } from './row-listeners.ts';

/** What a channel speaks through. */
export interface Wire {
  isConnected(): boolean;
  /** Sends; while no socket stands, it is dropped: what was meant for a lost one means nothing to the next. */
  push(frame: Frame): void;
  /** A number that no other message of this client has. */
  nextRef(): string;
  /** Who speaks; undefined before that is known. */
  token(): string | undefined;
  after: Environment['after'];
}

/** The socket's side of a channel. */
export interface ChannelEnd {
  readonly channel: ClientChannel;
  /** Hears every message of the socket. */
  receive(frame: Frame): void;
  /** Tells the server who speaks now, if it has been told otherwise. */
  renew(): void;
  /** The socket is gone. */
  lose(): void;
  /** Leaves, and tells nobody of it here. */
  leave(): void;
}

/** What `on` takes for any of its kinds. */
type Listen = (type: string, filter: object, listener: (payload: never) => void) => void;
type OnStatus = Parameters<ClientChannel['subscribe']>[0];

interface Listener {
  readonly type: string;
  readonly listener: (payload: Values) => void;
}

/**
 * A channel, joined once at most:
 *
 *     new ──subscribe──▶ joining ──▶ joined ──▶ over
 *                           ╰─ refused, too late ─╯ ◀── closed by the server, socket lost, left
 *
 * It never joins anew: whoever wants that makes another one.
 *
 * @param onEnd called when it is over
 */
export function createChannel(name: string, config: TopicConfig, wire: Wire, onEnd: () => void): ChannelEnd {
  const topic = `realtime:${name}`;
  const joinRef = wire.nextRef();
  const rows = createRowListeners();
  const listeners: Listener[] = [];
  const questions = createQuestions(wire.after);
  let state: 'new' | 'joining' | 'joined' | 'over' = 'new';
  let onStatus: OnStatus = () => undefined;
  let patience = 0;
  let told: string | undefined;
  let presence = UNHEARD;

  const push = (event: string, payload: object, ref = wire.nextRef()): void =>
    wire.push({ joinRef, ref, topic, event, payload: payload as Values });
  const ask = (event: string, payload: object, onReply: OnReply, ref = wire.nextRef()): void => {
    questions.ask(ref, patience, onReply);
    push(event, payload, ref);
  };

  const join = (): void => {
    state = 'joining';
    told = wire.token();
    const payload = { config: { ...config, postgres_changes: rows.filters() }, access_token: told };
    ask('phx_join', payload, onJoinReply, joinRef);
  };
  const onJoinReply: OnReply = (status, response) => {
    if (state !== 'joining') return;
    if (status === 'timed out') return abandon('TIMED_OUT');
    if (status !== 'ok') return fail('CHANNEL_ERROR', refusal(response));
    const { postgres_changes: given } = Object(response) as Values;
    if (!rows.name(given)) return abandon('CHANNEL_ERROR', refusal(MISMATCH));
    state = 'joined';
    renew();
    onStatus('SUBSCRIBED');
  };
  const renew = (): void => {
    const token = wire.token();
    if (state !== 'joined' || token === told) return;
    told = token;
    push('access_token', { access_token: token });
  };

  const end = (): void => {
    state = 'over';
    questions.end();
    onEnd();
  };
  const leave = (): void => {
    if (state === 'joining' || state === 'joined') push('phx_leave', {});
    if (state !== 'over') end();
  };
  const fail = (status: string, error?: Error): void => {
    end();
    onStatus(status, error);
  };
  /** The server may have joined it, or be about to: it has to know that nobody listens. */
  const abandon = (status: string, error?: Error): void => {
    leave();
    onStatus(status, error);
  };
  const lose = (): void => {
    if (state !== 'over') fail('CHANNEL_ERROR', new Error('The socket is gone.'));
  };

  const tell = (type: string, payload: Values): void => {
    for (const known of listeners) if (known.type === type) known.listener(payload);
  };
  const receive = ({ topic: of, event, ref, joinRef: by, payload }: Frame): void => {
    // A message of an earlier join of the same topic is none of ours.
    if (of !== topic || state === 'over' || (by !== null && by !== joinRef)) return;
    switch (event) {
      case 'phx_reply':
        return questions.answer(ref, payload['status'], payload['response']);
      case 'phx_close':
        return fail('CLOSED');
      case 'phx_error':
        return fail('CHANNEL_ERROR', refusal(payload));
      case 'postgres_changes':
        return rows.tell(payload);
      case 'broadcast':
      case 'system':
        return tell(event, payload);
      case 'presence_state':
      case 'presence_diff':
        if (!config.presence.enabled) return;
        presence = presenceAfter(presence, event, payload);
        if (presence.known) tell('presence', {});
    }
  };

  const on: Listen = (type, filter, listener) => {
    if (type === 'postgres_changes') rows.add({ filter, listener } as RowListener);
    else listeners.push({ type, listener } as Listener);
  };
  return {
    channel: {
      on: on as ClientChannel['on'],
      subscribe(listener, timeoutMs) {
        onStatus = listener;
        patience = timeoutMs;
        if (wire.isConnected()) join();
        else lose();
      },
      async send(message) {
        if (state === 'joined') push('broadcast', message);
      },
      track: (meta) =>
        new Promise((resolve) => {
          const track = { type: 'presence', event: 'track', payload: meta };
          if (state === 'joined') ask('presence', track, (status) => resolve(status as string));
          else resolve('error');
        }),
      presenceState: () => Object.fromEntries(presence.known ?? []),
    },
    receive,
    renew,
    lose,
    leave,
  };
}

const MISMATCH = {
  reason: 'BindingMismatch: The server does not send all of the changes that were asked for.',
};

/** A no of the server, with its reason as it gave it: that of a join, or of a channel that it had to end. */
function refusal(response: unknown): Error {
  const { reason } = Object(response) as Values;
  const text = typeof reason === 'string' ? reason : 'No reason was given.';
  return new Error(text, { cause: { reason: text } });
}
