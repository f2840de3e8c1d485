import type { Extension } from './authorization.ts';
import type { JoinConfig } from './join-config.ts';
import type { Member, Room } from './rooms.ts';
import type { Reference, Version } from './wire/message.ts';

/** What the parts of a channel may ask of it. */
export interface ChannelPort extends Member {
  readonly topic: string;
  readonly version: Version;
  readonly config: JoinConfig;
  readonly room: Room;
  /** Whether it has ended. */
  readonly closed: boolean;
  /** Answers a message of the client. `response` is JSON. */
  reply(ref: Reference, status: 'ok' | 'error', response: string): void;
  /** Sends a message of the channel's own. `payload` is JSON. */
  push(event: string, payload: string): void;
  /** Sends a system message. */
  system(extension: 'system' | 'postgres_changes', status: 'ok' | 'error', message: string): void;
  /** Passes on a frame as it is. */
  relay(frame: string | Buffer): void;
  /** Tells the client why, and ends. */
  fail(reason: string): void;
  /** Whether the client may write to the topic by that extension. */
  mayWrite(extension: Extension): Promise<boolean>;
}
