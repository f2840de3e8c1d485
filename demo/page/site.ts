import { MARIE_ID } from './cast.ts';
import { readRows, type Reader } from './read-rows.ts';
import { fromTemplate } from './templates.ts';

interface Article {
  id: string;
  title: string;
  start_date: string | null;
  location: string | null;
}

const ARTICLES = 6;

/** When a mark goes, the change may still be on its way: it is looked for more than once, in milliseconds. */
const LOOK_AGAIN_MS = [300, 1_000, 4_000];

/**
 * A site with markup of its own. It knows nothing of the widgets but that they mark its
 * `[data-event-id]` elements while somebody edits; when a mark goes, it reads its articles again.
 */
export function buildSite(reader: Reader): HTMLElement {
  const site = fromTemplate('site');
  const list = site.querySelector<HTMLElement>('.articles')!;
  const load = (): void => {
    readArticles(reader).then(
      (articles) => show(list, articles),
      () => (list.dataset['stale'] = 'The latest articles could not be read.'),
    );
  };
  const onMarks = (records: MutationRecord[]): void => {
    if (records.some(isUnmarked)) LOOK_AGAIN_MS.forEach((ms) => setTimeout(load, ms));
  };
  new MutationObserver(onMarks).observe(list, {
    attributeFilter: ['being-edited'],
    attributeOldValue: true,
    subtree: true,
  });
  load();
  return site;
}

function isUnmarked({ target, oldValue }: MutationRecord): boolean {
  return oldValue !== null && !(target as Element).hasAttribute('being-edited');
}

function readArticles(reader: Reader): Promise<Article[]> {
  return readRows(reader, 'life_events', {
    select: 'id,title,start_date,location',
    user_id: `eq.${MARIE_ID}`,
    deleted_at: 'is.null',
    order: 'start_date.desc.nullslast',
    limit: String(ARTICLES),
  });
}

/** Shows the articles; elements of articles that stay are kept, and so are their marks. */
function show(list: HTMLElement, articles: readonly Article[]): void {
  delete list.dataset['stale'];
  const known = new Map(
    [...list.children].map((element) => [(element as HTMLElement).dataset['eventId'], element]),
  );
  list.replaceChildren(
    ...articles.map((article) => {
      const element = known.get(article.id) ?? fromTemplate('article');
      fill(element as HTMLElement, article);
      return element;
    }),
  );
}

function fill(element: HTMLElement, { id, title, start_date, location }: Article): void {
  element.dataset['eventId'] = id;
  const time = element.querySelector('time')!;
  time.dateTime = start_date ?? '';
  time.textContent = start_date?.slice(0, 4) ?? '';
  element.querySelector('h3')!.textContent = title;
  element.querySelector('p')!.textContent = location ?? '';
}
