/** A value that is different in every run: a name that the server made up, or a time. */
export interface Variable {
  kind: Kind;
  text: string;
  /** It came from outside, so that it has to be the same in every run. */
  given: boolean;
}

export type Kind = 'uuid' | 'stamp' | 'presence ref' | 'binding id' | 'serial' | 'seconds' | 'rate';

/** A text in its parts: what has to be the same, and what is only like it. */
export type Part = string | Variable;

const PATTERNS: Record<Kind, string> = {
  uuid: '[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}',
  stamp: '(?<=")\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d(?:\\.\\d+)?(?:Z|\\+00:00)(?=")',
  'presence ref': '(?<="phx_ref(?:_prev)?":")[^"]+(?=")',
  'binding id': '(?<=\\{"id":)\\d+(?=[,}])|(?<="ids":\\[[\\d,]*)\\d+(?=[,\\]])',
  serial: '(?<="id": )\\d+',
  seconds: '(?<=Token has expired )\\d+(?= seconds ago)',
  rate: '(?<=^x-rate-(?:limit-remaining|rolling): )[\\d.]+',
};

const KINDS = Object.keys(PATTERNS) as Kind[];
const ANY = new RegExp(KINDS.map((kind) => `(${PATTERNS[kind]})`).join('|'), 'gm');

/** Parts a text. `isGiven` says of a value whether it came from outside. */
export function partsOf(text: string, isGiven: (kind: Kind, value: string) => boolean): Part[] {
  const parts: Part[] = [];
  let end = 0;
  for (const match of text.matchAll(ANY)) {
    const kind = KINDS[match.slice(1).findIndex((group) => group !== undefined)] as Kind;
    const [value] = match;
    parts.push(text.slice(end, match.index), { kind, text: value, given: isGiven(kind, value) });
    end = match.index + value.length;
  }
  return [...parts, text.slice(end)];
}

/** Whether a value of the replay may stand for one of the recording: of its shape, or the very same. */
export function fits(recorded: Variable, replayed: Variable): boolean {
  if (recorded.kind !== replayed.kind) return false;
  return recorded.given ? recorded.text === replayed.text : shapeOf(recorded) === shapeOf(replayed);
}

/** The version of a uuid, the form and precision of a stamp, the length of a reference. */
function shapeOf({ kind, text }: Variable): string {
  switch (kind) {
    case 'uuid':
      return text[14] ?? '';
    case 'stamp':
      return text.endsWith('Z') ? text.replace(/\d/g, '9') : 'microseconds without closing zeros';
    case 'presence ref':
      return text.replace(/[\w-]/g, 'x');
    default:
      return kind;
  }
}

/** The whole text again. */
export function textOf(parts: readonly Part[]): string {
  return parts.map((part) => (typeof part === 'string' ? part : part.text)).join('');
}

/** The text without what is different in every run. */
export function maskOf(parts: readonly Part[]): string {
  return parts.map((part) => (typeof part === 'string' ? part : `<${part.kind}>`)).join('');
}
