import { MARIE_ID, PASSWORD, type Role } from './cast.ts';
import { wireFaults } from './faults.ts';
import { showLine, showQueue } from './line.ts';
import { keepSession } from './session-keeper.ts';
import { buildFamily } from './family.ts';
import { buildSite } from './site.ts';
import { fromTemplate } from './templates.ts';

/** Which project the pane speaks to. */
export interface PaneSettings {
  url: string;
  key: string;
}

/** A `<nality-provider>`, as far as this page uses it. */
interface Provider extends HTMLElement {
  accessToken: () => Promise<string | null>;
}

/** Builds one person's pane: a provider with a sign-in of its own, and the widgets below it. */
export function buildPane(role: Role, { url, key }: PaneSettings): HTMLElement {
  const pane = fromTemplate('pane');
  const provider = pane.querySelector<Provider>('nality-provider')!;
  const token = keepSession({ url, key, email: role.email, password: PASSWORD }, browserTools());

  introduce(pane, role);
  showLine(provider, pane.querySelector('.line')!);
  showQueue(provider, pane.querySelector('.queue')!);
  wireFaults(pane.querySelector('.faults')!, role);
  if (role.shows === 'timeline') pane.querySelector('.around')!.remove();
  else pane.querySelector('nality-presence')!.setAttribute('room', MARIE_ID);

  const body = pane.querySelector<HTMLElement>('.pane-body')!;
  const timeline = buildTimeline();
  if (role.shows === 'site') body.append(buildSite({ url, key, token }));
  body.append(role.shows === 'family' ? buildFamily(pane, timeline) : timeline);
  nameParts(body, role);

  provider.setAttribute('url', url);
  provider.setAttribute('key', key);
  provider.accessToken = token;
  return pane;
}

/** The parts of a pane, by what one hears of them: each is there once for every person. */
const PARTS: readonly [selector: string, name: string][] = [
  ['nav', 'Parts of the page'],
  ['.life', 'Life'],
  ['nality-timeline', 'Timeline'],
  ['nality-chat', 'Interview'],
  ['.remarks', 'Remarks'],
  ['nality-comments', 'Comments'],
];

function nameParts(body: HTMLElement, { person, shows }: Role): void {
  const sees = (name: string): string => `${name}, as ${person} sees it`;
  for (const [selector, name] of PARTS) body.querySelector(selector)?.setAttribute('aria-label', sees(name));
  if (shows !== 'family') body.ariaLabel = sees('Page');
  // What scrolls can be reached by key.
  const boxes = shows === 'family' ? body.querySelectorAll<HTMLElement>('.life, .remarks') : [body];
  for (const box of boxes) Object.assign(box, { tabIndex: 0, role: 'region' });
}

function introduce(pane: HTMLElement, role: Role): void {
  pane.id = role.pane;
  pane.setAttribute('aria-labelledby', `${role.pane}-name`);
  const heading = pane.querySelector('h2')!;
  heading.id = `${role.pane}-name`;
  heading.textContent = role.person;
  pane.querySelector('.note')!.textContent = role.note;
  pane.querySelector('img')!.src = `/drawings/${role.pane}.svg`;
}

function buildTimeline(): HTMLElement {
  const timeline = document.createElement('nality-timeline');
  timeline.setAttribute('user-id', MARIE_ID);
  timeline.setAttribute('conflict-strategy', 'prompt_user');
  return timeline;
}

function browserTools() {
  return { fetch: window.fetch.bind(window), now: Date.now, storage: localStorage };
}
