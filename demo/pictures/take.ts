import { mkdir } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { Browser, BrowserContext, Page } from 'puppeteer-core';
import { CAST } from '../page/cast.ts';
import type { Demo } from '../server/demo.ts';
import type { Lines } from './lines.ts';
import { appears, type Scene, type World } from './scenes.ts';
import { lookAt, type Look } from './studio.ts';

/** A picture that was taken. */
export interface Picture {
  readonly widget: string;
  readonly state: string;
  readonly look: Look;
  /** Below the folder of all pictures. */
  readonly file: string;
  /** What is wrong with it at first sight, in words. */
  readonly trouble?: string;
}

/** So long a state may take to come, in milliseconds. */
const PATIENCE_MS = 15_000;

/** Takes the pictures of a scene, in a browser profile of its own. */
export async function take(
  scene: Scene,
  { demo, browser, lines, folder }: { demo: Demo; browser: Browser; lines: Lines; folder: string },
): Promise<Picture[]> {
  const profile = await browser.createBrowserContext();
  try {
    const page = await open(profile, scene, demo, lines);
    const world: World = { lines, sql: (text, values) => demo.backend.database.query(text, values) };
    const missing = await untilReady(page, scene, world);
    const pictures: Picture[] = [];
    for (const look of scene.looks) pictures.push(await picture(page, scene, look, folder));
    return missing ? pictures.map((one) => ({ ...one, trouble: missing })) : pictures;
  } finally {
    lines.sound.set({ cut: false });
    await profile.close();
  }
}

/** Waits until the state is there. Says what did not come. */
async function untilReady(page: Page, scene: Scene, world: World): Promise<string | undefined> {
  try {
    await scene.act?.(page, world);
    await appears(page, scene.ready);
    return undefined;
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}

/** Opens the page of a scene. */
export async function open(
  profile: BrowserContext,
  scene: Pick<Scene, 'tag' | 'attributes' | 'as' | 'line' | 'dir'>,
  demo: Demo,
  lines: Lines,
): Promise<Page> {
  const page = await profile.newPage();
  page.setDefaultTimeout(PATIENCE_MS);
  const session = await page.createCDPSession();
  await session.send('Emulation.setFocusEmulationEnabled', { enabled: true });
  const email = CAST.find(({ pane }) => pane === scene.as)?.email;
  const query = new URLSearchParams({
    ...scene.attributes,
    tag: scene.tag,
    url: lines.urlOf(scene.line),
    key: demo.backend.keys.publishable,
    ...(email && { email }),
    ...(scene.dir && { dir: scene.dir }),
  });
  await lookAt(page, { width: 1280, height: 860, scheme: 'light' });
  await page.bringToFront();
  await page.goto(`${demo.url}/pictures/page/?${query}`);
  return page;
}

async function picture(page: Page, scene: Scene, look: Look, folder: string): Promise<Picture> {
  const { widget, state } = scene;
  await lookAt(page, look);
  await scene.pose?.(page);
  await page.evaluate(comeToRest);
  const file = `${widget}/${state}-${look.width}-${look.forced ? 'forced' : look.scheme}.png` as const;
  const path = join(folder, file) as `${string}.png`;
  await mkdir(dirname(path), { recursive: true });
  const { top, height, excess } = await page.evaluate(measure);
  await page.screenshot({
    path,
    captureBeyondViewport: false,
    clip: {
      x: 0,
      y: top,
      width: look.width,
      height: scene.whole ? look.height : Math.min(height, look.height),
    },
  });
  const trouble = excess > 0 ? `${excess} px wider than the window` : undefined;
  return { widget, state, look, file, ...(trouble && { trouble }) };
}

/** Runs in the page: waits for pictures and for what moves. */
async function comeToRest(): Promise<void> {
  const roots = (root: Document | ShadowRoot): (Document | ShadowRoot)[] => [
    root,
    ...[...root.querySelectorAll('*')].flatMap(({ shadowRoot }) => (shadowRoot ? roots(shadowRoot) : [])),
  ];
  const frame = (): Promise<unknown> => new Promise((resolve) => requestAnimationFrame(resolve));
  await frame();
  await frame();
  const all = roots(document);
  const moving = all
    .flatMap((root) => root.getAnimations())
    .filter(({ effect }) => effect?.getComputedTiming().iterations !== Infinity);
  const images = all.flatMap((root) => [...root.querySelectorAll('img')]);
  const seen = images.filter((image) => {
    const { top, width } = image.getBoundingClientRect();
    return width > 0 && (image.loading !== 'lazy' || top < innerHeight);
  });
  await Promise.allSettled([
    ...moving.map(({ finished }) => finished),
    ...seen.map((image) => image.decode()),
  ]);
  await frame();
}

/** Runs in the page: where it is scrolled to, how high what it shows is, and how much wider than the window. */
function measure(): { top: number; height: number; excess: number } {
  const { documentElement: page } = document;
  const { bottom } = document.querySelector('main')!.getBoundingClientRect();
  const excess = page.scrollWidth - page.clientWidth;
  return { top: scrollY, height: Math.ceil(Math.max(bottom, 80)), excess };
}
