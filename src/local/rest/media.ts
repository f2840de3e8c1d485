import { RestError } from './errors.ts';

/** The form of an answer. */
export type Media =
  | { kind: 'json'; stripNulls: boolean }
  /** One object instead of a list; anything but exactly one row is an error. */
  | { kind: 'object'; stripNulls: boolean }
  | { kind: 'csv' }
  | { kind: 'openapi' }
  /** How PostgreSQL would answer, instead of the answer. */
  | { kind: 'plan'; format: 'text' | 'json'; options: string[]; of: Media };

interface Wish {
  type: string;
  parameters: Map<string, string>;
}

/**
 * Chooses the first form that the client accepts and the service has.
 *
 * @throws {RestError} PGRST107
 */
export function readMedia(accept: string | null, plans: boolean): Media {
  const wishes = readWishes(accept ?? '*/*');
  for (const wish of wishes) {
    const media = mediaOf(wish, plans);
    if (media) return media;
  }
  const shown = wishes.map(showWish).join(', ');
  throw new RestError(406, 'PGRST107', `None of these media types are available: ${shown}`);
}

/** What `Content-Type` says of the form. */
export function contentType(media: Media): string {
  return `${mimeOf(media)}; charset=utf-8`;
}

/** In descending order of quality. */
function readWishes(header: string): Wish[] {
  const parts = header.match(/(?:"[^"]*"|[^,"])+/g) ?? [];
  const wishes = parts.flatMap((part) => {
    const [type = '', ...rest] = (part.match(/(?:"[^"]*"|[^;"])+/g) ?? []).map((piece) => piece.trim());
    if (type === '') return [];
    const pairs = rest.flatMap((piece): [string, string][] => {
      const [name = '', value = ''] = piece.split(/=(.*)/s);
      return name ? [[name.toLowerCase(), value.replace(/^"(.*)"$/, '$1')]] : [];
    });
    return [{ type: type.toLowerCase(), parameters: new Map(pairs) }];
  });
  const quality = ({ parameters }: Wish) => Number(parameters.get('q') ?? 1);
  return wishes.sort((a, b) => quality(b) - quality(a));
}

function mediaOf(wish: Wish, plans: boolean): Media | undefined {
  const { type, parameters } = wish;
  const stripNulls = parameters.get('nulls') === 'stripped';
  switch (type) {
    case '*/*':
    case 'application/json':
      return { kind: 'json', stripNulls: false };
    case 'application/vnd.pgrst.array':
    case 'application/vnd.pgrst.array+json':
      return { kind: 'json', stripNulls };
    case 'application/vnd.pgrst.object':
    case 'application/vnd.pgrst.object+json':
      return { kind: 'object', stripNulls };
    case 'text/csv':
      return { kind: 'csv' };
    case 'application/openapi+json':
      return { kind: 'openapi' };
    default:
      return plans ? planOf(wish) : undefined;
  }
}

const PLAN = /^application\/vnd\.pgrst\.plan(?:\+(text|json))?$/;
const PLAN_OPTIONS = ['analyze', 'verbose', 'settings', 'buffers', 'wal'];

function planOf({ type, parameters }: Wish): Media | undefined {
  const match = PLAN.exec(type);
  if (!match) return undefined;
  const of = mediaOf({ type: parameters.get('for') ?? 'application/json', parameters: new Map() }, false);
  const wanted = (parameters.get('options') ?? '').split('|');
  const options = PLAN_OPTIONS.filter((option) => wanted.includes(option));
  return of && { kind: 'plan', format: match[1] === 'json' ? 'json' : 'text', options, of };
}

function mimeOf(media: Media): string {
  switch (media.kind) {
    case 'json':
      return media.stripNulls ? 'application/vnd.pgrst.array+json;nulls=stripped' : 'application/json';
    case 'object':
      return `application/vnd.pgrst.object+json${media.stripNulls ? ';nulls=stripped' : ''}`;
    case 'csv':
      return 'text/csv';
    case 'openapi':
      return 'application/openapi+json';
    case 'plan':
      return showPlan(media.format, mimeOf(media.of), media.options);
  }
}

function showWish({ type, parameters }: Wish): string {
  const match = PLAN.exec(type);
  if (!match) return type;
  const wanted = (parameters.get('options') ?? '').split('|');
  const options = PLAN_OPTIONS.filter((option) => wanted.includes(option));
  return showPlan(match[1] ?? 'text', parameters.get('for') ?? 'application/json', options);
}

function showPlan(format: string, of: string, options: string[]): string {
  const shown = options.length > 0 ? `; options=${options.join('|')}` : '';
  return `application/vnd.pgrst.plan+${format}; for="${of}"${shown}`;
}
