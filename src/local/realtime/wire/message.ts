/** The two versions of the protocol's framing; a client names one when it connects. */
export type Version = '1.0.0' | '2.0.0';

/** A broadcast as it travels: the payload is never looked into. */
export interface UserBroadcast {
  event: string;
  /** `json`: the content is JSON text in UTF-8. */
  encoding: 'json' | 'binary';
  content: Buffer;
  /** JSON text that accompanies the content, such as the id of a stored message. */
  meta?: string;
}

/** A client's number for a message or a join: opaque, given back as it came. */
export type Reference = string | number | null;

/** What a client sent. */
export interface ClientMessage {
  joinRef: Reference;
  ref: Reference;
  topic: string;
  event: string;
  payload: unknown;
  /** Only on a broadcast that came as a binary frame. */
  broadcast?: UserBroadcast;
}

/** What the server sends as text. */
export interface ServerMessage {
  joinRef: Reference;
  ref: Reference;
  topic: string;
  event: string;
  /** JSON text: it is put into the frame as it stands, so that no digit of a number is lost. */
  payload: string;
}

/** Answers which framing a `vsn` parameter asks for; undefined when the server knows none like it. */
export function versionOf(vsn: string | null): Version | undefined {
  if (vsn === null || /^1\.0\.\d+$/.test(vsn)) return '1.0.0';
  if (/^2\.0\.\d+$/.test(vsn)) return '2.0.0';
  return undefined;
}
