import type { PushWorkerSettings } from './settings.ts';
import { pictureUrl } from './urls.ts';
import { sentence } from './words.ts';

/** What is shown for a push message. Text is shown as text by every system. */
export interface Shown {
  readonly title: string;
  readonly options: {
    readonly body: string;
    /** The notification's id: the same message over several ways is one notification. */
    readonly tag?: string;
    readonly icon?: string;
    readonly badge?: string;
    readonly lang?: string;
    readonly data: ShownData;
  };
}

/** What a click finds again. */
export interface ShownData {
  readonly nality: true;
  readonly url: unknown;
}

/** What systems show of a title and a text is far less. */
const LONGEST = { title: 200, body: 500 };

/**
 * What to show for the data of a push message; undefined for a message of the site's own, in a format of its own. One that is
 * empty or no JSON is shown nevertheless: browsers take the permission away from who shows nothing.
 */
export function shownOf(
  text: string | undefined,
  settings: PushWorkerSettings,
  base: string,
  language = '',
): Shown | undefined {
  const message = parse(text);
  if (message && own(message, 'nality') !== 1) return undefined;
  const id = textOf(message, 'id', 100);
  const part = (name: string): string => textOf(message, name, LONGEST.title);
  const spoken = language.split('-', 1)[0] ?? '';
  const said = sentence(spoken, part('kind'), part('who'), part('what'))?.slice(0, LONGEST.title);
  const lang = said ? spoken : textOf(message, 'lang', 35);
  return {
    title: said || part('title') || textOf(settings, 'title', LONGEST.title) || TITLE,
    options: {
      body: textOf(message, 'body', LONGEST.body),
      ...(id && { tag: id }),
      ...(lang && { lang }),
      ...picture('icon', settings, base),
      ...picture('badge', settings, base),
      data: { nality: true, url: own(message, 'url') },
    },
  };
}

const TITLE = 'New notification';

function parse(text: string | undefined): object | undefined {
  try {
    const value: unknown = JSON.parse(text ?? '');
    return typeof value === 'object' && value !== null ? value : undefined;
  } catch {
    return undefined;
  }
}

/** The page's prototypes are the site's: only what is the message's own counts. */
function own(from: object | undefined, name: string): unknown {
  return from && Object.hasOwn(from, name) ? (from as Record<string, unknown>)[name] : undefined;
}

function textOf(from: object | undefined, name: string, longest: number): string {
  const value = own(from, name);
  return typeof value === 'string' ? value.slice(0, longest) : '';
}

function picture(name: 'icon' | 'badge', settings: PushWorkerSettings, base: string): object {
  const url = pictureUrl(own(settings, name), base);
  return url === undefined ? {} : { [name]: url };
}
