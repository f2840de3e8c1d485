import { expect } from '@open-wc/testing';
import { createPerson, pageBackend } from '../support/page-backend.ts';
import { waitUntil } from '../support/wait-until.ts';
import type { Tab, TabWish } from './tab.ts';

const EVERYTHING = ['Polonium', 'Radium', 'Radon', 'Thorium'];

/** Somebody new, whose tabs are pages of their own in frames. */
async function person() {
  const { url, key } = await pageBackend();
  const { id, accessToken } = await createPerson('Marie');
  const wish: TabWish = { url, key, accessToken, owner: id, online: true };
  window.tabWish = wish;
  /** What the server has, in the order of the alphabet. */
  const saved = async (): Promise<string[]> => {
    const query = `user_id=eq.${id}&select=title&order=title`;
    const headers = { apikey: key, authorization: `Bearer ${accessToken}` };
    const rows = await fetch(`${url}/rest/v1/life_events?${query}`, { headers });
    return ((await rows.json()) as { title: string }[]).map(({ title }) => title);
  };
  return { wish, saved };
}

function openFrame(): HTMLIFrameElement {
  const frame = document.createElement('iframe');
  frame.src = '/test/browser/tab.html';
  document.body.append(frame);
  return frame;
}

async function tabOf(frame: HTMLIFrameElement): Promise<Tab> {
  await waitUntil(() => frame.contentWindow?.tab, 'the tab never opened');
  return frame.contentWindow!.tab!;
}

async function reload(frame: HTMLIFrameElement): Promise<Tab> {
  delete frame.contentWindow!.tab;
  const loaded = new Promise((resolve) => frame.addEventListener('load', resolve, { once: true }));
  frame.contentWindow!.location.reload();
  await loaded;
  return tabOf(frame);
}

const isLive = (tab: Tab): Promise<void> => waitUntil(() => tab.isLive(), 'never live');
const shows = (tab: Tab, titles: readonly string[]): Promise<void> =>
  waitUntil(() => tab.shown().join() === titles.join(), `never shown: ${titles.join()}`);

describe('what two tabs write without a network', () => {
  let frames: HTMLIFrameElement[] = [];
  before(() => pageBackend());
  afterEach(() => {
    for (const frame of frames.splice(0)) frame.remove();
    delete window.tabWish;
  });

  it('is on the disk when they say so, is there after a reload, and comes to the server once', async () => {
    const { wish, saved } = await person();
    frames = [openFrame(), openFrame()];
    const tabs = await Promise.all(frames.map(tabOf));
    await Promise.all(tabs.map(isLive));

    for (const tab of tabs) tab.setOnline(false);
    wish.online = false;
    const durable = await Promise.all(EVERYTHING.map((title, i) => tabs[i % 2]!.write(title)));
    expect(durable).to.deep.equal([true, true, true, true]);

    const again = await Promise.all(frames.map(reload));
    for (const tab of again) await shows(tab, EVERYTHING);
    expect(again.map((tab) => tab.waiting())).to.deep.equal([4, 4]);
    expect(await saved()).to.deep.equal([]);

    for (const tab of again) tab.setOnline(true);
    await waitUntil(() => again.every((tab) => tab.waiting() === 0), 'never sent');
    for (const tab of again) await shows(tab, EVERYTHING);
    expect(await saved()).to.deep.equal(EVERYTHING);
  });

  it('is sent by the tab that is left when the other has gone', async () => {
    const { saved } = await person();
    frames = [openFrame(), openFrame()];
    const [going, staying] = await Promise.all(frames.map(tabOf));
    await Promise.all([isLive(going!), isLive(staying!)]);

    going!.setOnline(false);
    expect(await going!.write('Radium')).to.equal(true);
    frames[0]!.remove();
    await shows(staying!, ['Radium']);
    await waitUntil(() => staying!.waiting() === 0, 'never sent');
    expect(await saved()).to.deep.equal(['Radium']);
  });
});
