import type { KeyInput, Page } from 'puppeteer-core';
import { CAST, FIRST_EVENT, INTERVIEW_ID, MARIE_ID, type Role } from '../page/cast.ts';
import type { LineName, Lines } from './lines.ts';
import type { Look } from './studio.ts';

/** One widget in one state, and how it is looked at. */
export interface Scene {
  readonly widget: string;
  readonly state: string;
  readonly tag: string;
  readonly attributes: Readonly<Record<string, string>>;
  /** Who is signed in; absent: nobody. */
  readonly as?: Role['pane'] | undefined;
  readonly line: LineName;
  readonly dir?: 'rtl';
  /** What can be seen when the state is there, in whatever shadow root. */
  readonly ready: string;
  /** What leads to the state, once the page is there. */
  readonly act?: (page: Page, world: World) => Promise<void>;
  /** What is done before each picture. */
  readonly pose?: (page: Page) => Promise<void>;
  readonly looks: readonly Look[];
  /** Whether the picture is as high as the window, where something lies over the page. */
  readonly whole?: boolean;
}

/** What scenes can do behind the page's back. */
export interface World {
  readonly lines: Lines;
  sql(statement: string, values?: unknown[]): Promise<unknown>;
}

/** A widget in its states. `filled`: what can be seen when there is something to see. */
interface Subject {
  readonly tag: string;
  readonly attributes: Readonly<Record<string, string>>;
  readonly filled: string;
  /** Somebody who has nothing to see there. */
  readonly empty: Partial<Scene>;
  readonly error: string;
  readonly offline: string;
  readonly loading: string;
  readonly signIn: Partial<Scene>;
  readonly more?: Partial<Scene>;
}

const WIDE = { width: 1280, height: 860 };
const NARROW = { width: 360, height: 740 };
const NARROWEST = { width: 280, height: 740 };

const EVERY_LOOK: readonly Look[] = [WIDE, NARROW].flatMap((size) =>
  (['light', 'dark'] as const).map((scheme) => ({ ...size, scheme })),
);
const BOTH_SIZES: readonly Look[] = [WIDE, NARROW].map((size) => ({ ...size, scheme: 'light' }));
const ONCE: readonly Look[] = [{ ...NARROW, scheme: 'light' }];

const PIERRE_ID = '00000000-0000-4000-8000-000000000002';
/** An event of Marie's that nobody has said anything about. */
const UNTOLD_EVENT = '00000000-0000-4000-8001-000000000001';
const NOTICE = '[data-notice]';
const ERROR = '[part="error"]';
const BANNER = '[data-banner="offline"]';

const SUBJECTS: Readonly<Record<string, Subject>> = {
  timeline: {
    tag: 'nality-timeline',
    attributes: { 'user-id': MARIE_ID },
    filled: '[part~="card"]',
    empty: { as: 'camille', attributes: {}, ready: NOTICE },
    error: ERROR,
    offline: BANNER,
    loading: '.ghost',
    signIn: { ready: NOTICE },
  },
  chat: {
    tag: 'nality-chat',
    attributes: { 'session-id': INTERVIEW_ID },
    filled: '[data-proposal]',
    empty: { as: 'camille', attributes: {}, ready: NOTICE },
    error: ERROR,
    offline: BANNER,
    loading: '.ghost',
    signIn: { ready: NOTICE },
  },
  comments: {
    tag: 'nality-comments',
    attributes: { 'event-id': FIRST_EVENT.id },
    filled: '[data-comment-id]',
    empty: { attributes: { 'event-id': UNTOLD_EVENT }, ready: NOTICE },
    error: ERROR,
    offline: BANNER,
    loading: '.skeleton',
    signIn: { ready: NOTICE },
  },
  presence: {
    tag: 'nality-presence',
    attributes: { room: MARIE_ID, max: '4' },
    filled: 'li[data-status="online"]',
    empty: { as: 'camille', attributes: { room: 'a-quiet-room' }, ready: 'li[data-status="online"]' },
    error: '.problem-note',
    offline: '.quiet-note',
    loading: '.skeleton',
    signIn: { ready: '.quiet-note' },
    more: { pose: openList, whole: true },
  },
  'notifications-inline': {
    tag: 'nality-notifications',
    attributes: {},
    filled: '[data-notification-id]',
    empty: { as: 'camille', ready: NOTICE },
    error: ERROR,
    offline: BANNER,
    loading: '.skeleton',
    signIn: { ready: NOTICE },
  },
  'notifications-popover': {
    tag: 'nality-notifications',
    attributes: { placement: 'popover' },
    filled: '[data-notification-id]',
    empty: { as: 'camille', ready: NOTICE },
    error: ERROR,
    offline: BANNER,
    loading: '.skeleton',
    signIn: { ready: NOTICE },
    more: { act: openList, pose: openList, whole: true },
  },
  'notifications-toast': {
    tag: 'nality-notifications',
    attributes: { placement: 'toast' },
    filled: '[part="toast"]',
    empty: { as: 'camille', ready: 'body' },
    error: '[part="toast"]',
    offline: '[part="toast"]',
    loading: 'body',
    signIn: { ready: 'body' },
    more: { whole: true },
  },
};

/** Every widget in every state. Toasts are there while something comes: they have fewer states, but all of those. */
export function scenes(): Scene[] {
  return [...Object.keys(SUBJECTS).flatMap(scenesOf), ...conflicts(), ...refusals(), ...behindButtons()];
}

function scenesOf(widget: string): Scene[] {
  const subject = SUBJECTS[widget]!;
  const { tag, attributes, filled, more } = subject;
  const scene = (state: string, change: Partial<Scene> = {}): Scene => ({
    ...{ widget, state, tag, attributes, as: 'marie', line: 'sound', ready: filled, looks: EVERY_LOOK },
    ...more,
    ...change,
  });
  const first: Scene['act'] = async (page, world) => {
    await (arrival.act ?? more?.act)?.(page, world);
    await appears(page, filled);
  };
  const arrival: Partial<Scene> = widget === 'notifications-toast' ? { act: notify } : {};
  // A bell is there whatever lies behind it.
  const away = widget === 'notifications-popover' ? {} : { pose: rest, whole: false };
  return [
    scene('normal', arrival),
    scene('empty', { ...away, ...subject.empty }),
    scene('error', {
      ...(widget === 'notifications-toast' ? { act: notifyOfAProblem } : { line: 'broken' }),
      ...(widget === 'presence' && away),
      ready: subject.error,
    }),
    scene('offline', { act: goOffline(first), ready: subject.offline }),
    scene('loading', { ...away, line: 'stalled', ready: subject.loading, looks: ONCE }),
    scene('sign-in', { ...away, as: undefined, looks: BOTH_SIZES, ...subject.signIn }),
    scene('forced-colours', { ...arrival, looks: ONCE.map((look) => ({ ...look, forced: true })) }),
    scene('right-to-left', { ...arrival, dir: 'rtl', looks: BOTH_SIZES }),
    scene('narrowest', { ...arrival, looks: [{ ...NARROWEST, scheme: 'light' }] }),
  ];
}

function conflicts(): Scene[] {
  const { tag, attributes } = SUBJECTS['timeline']!;
  const common = { widget: 'timeline', tag, as: 'marie', line: 'sound', whole: true } as const;
  const strategy = { ...attributes, 'conflict-strategy': 'prompt_user' };
  const byCategory = { ...attributes, view: 'category' };
  return [
    {
      ...common,
      state: 'public',
      attributes: { 'user-id': PIERRE_ID },
      as: undefined,
      ready: '[part~="card"]',
    },
    { ...common, state: 'form', attributes, act: press('n'), ready: 'dialog[open]' },
    { ...common, state: 'inline-edit', attributes, act: press('e'), ready: '[part~="card"] form' },
    { ...common, state: 'filters', attributes, act: press('/'), ready: '[type="search"]' },
    { ...common, state: 'filters-wrong', attributes, act: misdate, ready: '#from-problem' },
    { ...common, state: 'too-long', attributes, act: writeTooMuch, ready: '[part="counter"]' },
    { ...common, state: 'by-category', attributes: byCategory, act: jumpToFamily, ready: '[name="date"]' },
    { ...common, state: 'conflict', attributes: strategy, act: disagree, ready: 'dialog[open]' },
  ].map((scene) => ({ ...scene, looks: EVERY_LOOK }));
}

function refusals(): Scene[] {
  const refused = '[data-state="failed"] [part="row-state"], [part="row-state"][data-state="failed"]';
  return (['timeline', 'chat', 'comments'] as const).map((widget) => {
    const { tag, attributes } = SUBJECTS[widget]!;
    const act = widget === 'timeline' ? retitle : say;
    return {
      ...{ widget, state: 'refused', tag, attributes, as: 'marie', line: 'refusing', act, ready: refused },
      looks: EVERY_LOOK,
    };
  });
}

/** What a conversation keeps behind its buttons. */
function behindButtons(): Scene[] {
  const { tag, attributes } = SUBJECTS['chat']!;
  const common = { widget: 'chat', tag, as: 'marie', line: 'sound', looks: EVERY_LOOK } as const;
  const [list, together] = [click('earlier', '[name="conversation"]'), click('live', '[name="live-act"]')];
  const review = click('review', 'form.review');
  return [
    {
      ...common,
      state: 'conversations',
      attributes: {},
      act: list,
      pose: list,
      ready: '[name="conversation"]',
    },
    { ...common, state: 'review', attributes, act: review, ready: 'form.review' },
    { ...common, state: 'together', attributes, act: together, ready: '[name="live-act"]' },
  ];
}

/** Opens what lies behind a button, anew where it is open: the window may have another size. */
function click(name: string, shown: string): (page: Page) => Promise<void> {
  return async (page) => {
    await appears(page, '[data-message-id]');
    await appears(page, `[name="${name}"]`);
    await page.keyboard.press('Escape');
    await page.locator(`>>> [name="${name}"]`).click();
    await appears(page, shown);
    await page.mouse.move(0, 0);
  };
}

/** Waits until something can be seen, in whatever shadow root. */
export async function appears(page: Page, selector: string): Promise<void> {
  await page.waitForSelector(`>>> ${selector}`, { visible: true });
}

async function rest(): Promise<void> {}

/** Opens what lies behind a button, where it belongs now that the window may have another size. */
async function openList(page: Page): Promise<void> {
  await appears(page, '[popovertarget]');
  await page.evaluate(() => {
    const root = document.querySelector('nality-presence, nality-notifications')!.shadowRoot!;
    root.querySelector<HTMLElement>('[popover]')?.hidePopover();
  });
  await page.locator('>>> [popovertarget]').click();
  await appears(page, '[popover]:popover-open');
  await page.mouse.move(0, 0);
}

function press(key: KeyInput): NonNullable<Scene['act']> {
  return async (page) => {
    await appears(page, '[part~="card"]');
    await page.locator('>>> [part~="title"]').click();
    await page.keyboard.press(key);
  };
}

function goOffline(first: Scene['act']): NonNullable<Scene['act']> {
  return async (page, world) => {
    await first?.(page, world);
    await page.setOfflineMode(true);
    world.lines.sound.set({ cut: true });
  };
}

async function goOnline(page: Page, { lines }: World): Promise<void> {
  lines.sound.set({ cut: false });
  await page.setOfflineMode(false);
}

/** Changes a title as a person does. */
async function retitle(page: Page): Promise<void> {
  await appears(page, '[part~="title"]');
  // Not by a locator: one that meets the list before it is measured may wait for ever.
  await page.$('>>> [part~="title"]').then((title) => title!.click());
  await page.keyboard.press('e');
  await appears(page, '[part~="card"] form');
  await page.keyboard.type(' and more');
  await page.keyboard.press('Enter');
}

/** Searches between dates that cannot be. */
async function misdate(page: Page, world: World): Promise<void> {
  await press('/')(page, world);
  for (const [name, date] of [
    ['from', 'once'],
    ['to', 'March'],
  ] as const) {
    await page.locator(`>>> [name="${name}"]`).click();
    await page.keyboard.type(date);
    await page.keyboard.press('Enter');
  }
}

/** Writes a place that is nearly too long, and a story that is. */
async function writeTooMuch(page: Page, world: World): Promise<void> {
  await press('n')(page, world);
  await page.locator('>>> dialog [name="location"]').fill('Rue Lhomond '.repeat(40));
  await page.locator('>>> dialog [name="description"]').fill('I remember. '.repeat(420));
  await page.keyboard.press('End');
  await page.keyboard.type('!');
}

async function jumpToFamily(page: Page): Promise<void> {
  await appears(page, '[name="jump"]');
  await (await page.$('>>> [name="jump"]'))?.select('category-family');
  await appears(page, '#category-family');
}

async function say(page: Page): Promise<void> {
  await appears(page, 'textarea');
  await page.focus('>>> textarea');
  await page.keyboard.type('I remember the smell of the stove, and how quiet it was.');
  const isChat = await page.$('nality-chat');
  if (isChat) return page.keyboard.press('Enter');
  await page.keyboard.down('Control');
  await page.keyboard.press('Enter');
  await page.keyboard.up('Control');
}

/** Two change one event, one of them without a connection; then they see both versions. */
async function disagree(page: Page, world: World): Promise<void> {
  await appears(page, '[part~="card"]');
  const id = await page.$eval('>>> [part~="card"]', (card) => card.getAttribute('data-event-id'));
  await goOffline(undefined)(page, world);
  await retitle(page);
  await world.sql(
    `update public.life_events set title = 'A title of Irène’s', importance = 10 where id = $1`,
    [id],
  );
  await goOnline(page, world);
  await page.locator('>>> [data-state="conflict"] [part="row-state"] ::-p-text(Compare)').click();
}

function notifying(type: string, title: string, message: string): NonNullable<Scene['act']> {
  return async (page, { sql }) => {
    await page.waitForNetworkIdle({ idleTime: 500 });
    await sql(
      `insert into public.user_notifications (user_id, type, title, message, action_url, action_label)
       select id, $1, $2, $3, '#there', 'Show it' from auth.users where email = $4`,
      [type, title, message, CAST.find(({ pane }) => pane === 'marie')!.email],
    );
    await appears(page, '[part="toast"]');
  };
}

const notify = notifying(
  'info',
  'Ève commented on “The glow at night”',
  'How it must have been to see that for the first time!',
);
const notifyOfAProblem = notifying(
  'error',
  'A picture could not be added',
  '“shed-1899.tif” is a kind of file that timelines cannot show.',
);
