import type { Recording } from './recording.ts';
import type { Kind } from './variables.ts';

/** Frames that come from outside: what is in them is not the server's invention. */
const FROM_OUTSIDE = new Set(['>', 'sql', 'http>', 'connect']);
/** A stamp further away from the recording than this, in milliseconds, is somebody's data. */
const DAY = 86_400_000;

/** Tells the values of a recording that were given to the server from those that it made up. */
export function givenValues({ frames, recordedAt }: Recording): (kind: Kind, value: string) => boolean {
  const outside = frames
    .filter(({ d }) => FROM_OUTSIDE.has(d))
    .map(({ raw, body, params }) => [raw, body ?? '', JSON.stringify(params ?? [])].join('\n'));
  const text = outside.join('\n');
  const statements = frames.filter(({ d }) => d === 'sql').map(({ raw }) => raw.replace(/'[^']*'/g, ''));
  const numbers = new Set(statements.flatMap((sql) => sql.match(/\b\d+\b/g) ?? []));
  return (kind, value) => {
    if (kind === 'uuid') return text.includes(value);
    if (kind === 'serial') return numbers.has(value);
    if (kind === 'binding id') return text.includes(`"id":${value}`);
    if (kind === 'stamp') return Math.abs(Date.parse(value) - recordedAt) > DAY;
    return false;
  };
}
