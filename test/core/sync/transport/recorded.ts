import { fileURLToPath } from 'node:url';
import { readRecordings, type RecordedFrame } from '../../../conformance/recording.ts';

const folder = fileURLToPath(new URL('../../../conformance/recordings', import.meta.url));
const { recordings } = await readRecordings(folder);

/** What went over the wire in a conversation with the real server: of one client, or of all. */
export function recorded(name: string, client?: string): readonly RecordedFrame[] {
  const recording = recordings.find((one) => one.name === `vsn2/${name}`);
  if (!recording) throw new Error(`There is no recording ${name}.`);
  return recording.frames.filter(({ c, d }) => /^[<>]$/.test(d) && (client === undefined || c === client));
}

/** The names of all conversations in protocol version 2.0.0. */
export const CONVERSATIONS = recordings.flatMap(({ name }) =>
  name.startsWith('vsn2/') ? [name.slice('vsn2/'.length)] : [],
);

/** What a socket hands over for a recorded frame. */
export function dataOf({ raw, b64 }: RecordedFrame): string | ArrayBuffer {
  return b64 === undefined ? raw : Uint8Array.from(atob(b64), (char) => char.charCodeAt(0)).buffer;
}
