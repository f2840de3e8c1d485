import type { Broadcast } from './broadcast.ts';
import { BroadcastFrames } from './broadcast.ts';
import type { Presence, PresenceChange, PresenceState } from './presence.ts';
import { diffJson, track, untrack } from './presence.ts';
import type { Version } from './wire/message.ts';
import { encodeText } from './wire/text.ts';

/** What a room knows of a channel that joined it. */
export interface Member {
  readonly version: Version;
  /** Hands over a frame with a broadcast. `id` is the message's id, if the database keeps it. */
  receiveBroadcast(frame: string | Buffer, id?: string): void;
  receivePresence(frame: string): void;
}

/** Those who joined one topic with the same privacy, and who of them is present. */
export class Room {
  readonly topic: string;
  readonly members = new Set<Member>();
  presences: PresenceState = [];

  constructor(topic: string) {
    this.topic = topic;
  }

  /** Delivers to everybody but `except`. */
  broadcast(broadcast: Broadcast, options: { except?: Member; id?: string } = {}): void {
    const frames = new BroadcastFrames(this.topic, broadcast);
    for (const member of [...this.members]) {
      if (member === options.except) continue;
      const frame = frames.for(member.version);
      if (frame !== undefined) member.receiveBroadcast(frame, options.id);
    }
  }

  track(presence: Presence): void {
    this.#apply(track(this.presences, presence));
  }

  /** Whether the owner appears in it. */
  has(owner: object): boolean {
    return this.presences.some((presence) => presence.owner === owner);
  }

  untrack(owner: object): void {
    this.#apply(untrack(this.presences, owner));
  }

  #apply({ state, diff }: PresenceChange): void {
    this.presences = state;
    if (!diff) return;
    const message = {
      joinRef: null,
      ref: null,
      topic: this.topic,
      event: 'presence_diff',
      payload: diffJson(diff),
    };
    for (const member of [...this.members]) member.receivePresence(encodeText(member.version, message));
  }
}

/** All rooms in which somebody is. */
export class Rooms {
  readonly #rooms = new Map<string, Room>();

  /** The room with this topic (`realtime:` included); a public and a private room may share it. */
  find(topic: string, isPrivate: boolean): Room | undefined {
    return this.#rooms.get(keyOf(topic, isPrivate));
  }

  /** Adds a member; the room comes into being with its first one. */
  enter(topic: string, isPrivate: boolean, member: Member): Room {
    const room = this.find(topic, isPrivate) ?? new Room(topic);
    this.#rooms.set(keyOf(topic, isPrivate), room);
    room.members.add(member);
    return room;
  }

  /** Takes a member out, its presence too; the room goes with its last one. */
  leave(room: Room, isPrivate: boolean, member: Member): void {
    room.members.delete(member);
    room.untrack(member);
    const key = keyOf(room.topic, isPrivate);
    if (room.members.size === 0 && this.#rooms.get(key) === room) this.#rooms.delete(key);
  }
}

function keyOf(topic: string, isPrivate: boolean): string {
  return `${isPrivate ? 'private' : 'public'} ${topic}`;
}
