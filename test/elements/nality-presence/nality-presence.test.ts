import { aTimeout, expect } from '@open-wc/testing';
import { sendKeys } from '@web/test-runner-commands';
import { NalityError, type NalityErrorCode } from '../../../src/core/errors.ts';
import type { NalityPresence } from '../../../src/elements/nality-presence/nality-presence.ts';
import { waitUntil } from '../../support/wait-until.ts';
import { eve, irene, marie, person, pierre, scene, shown, withPeople } from './scene.ts';

const wordsOf = (element: NalityPresence): string =>
  element.shadowRoot!.textContent!.replace(/\s+/g, ' ').trim();

const pile = (element: NalityPresence): string[] =>
  [...element.shadowRoot!.querySelectorAll('.pile .visually-hidden')].map((found) => found.textContent!);

const list = (element: NalityPresence): HTMLElement => element.shadowRoot!.querySelector('#list')!;
const button = (element: NalityPresence): HTMLButtonElement => element.shadowRoot!.querySelector('button')!;

describe('nality-presence', () => {
  it('says that it looks who is here', async () => {
    const { element } = await scene();
    expect(wordsOf(element)).to.equal('Looking who is here …');
    expect(element.shadowRoot!.querySelector('[aria-busy]')).not.to.equal(null);
  });

  it('does not call the members away before it has entered the room', async () => {
    const { element, room } = await scene();
    room.people.set([pierre]);
    await shown(element);
    expect(wordsOf(element)).to.equal('Looking who is here …');
    room.phase.set({ name: 'live' });
    await shown(element);
    expect(pile(element)).to.have.length(1);
  });

  it('shows one entry per person with name and status: who is online first, me before others', async () => {
    const { element } = await withPeople([pierre, irene, eve, marie]);
    expect(pile(element)).to.deep.equal([
      'Marie Curie, online, you',
      'Ève Curie, online',
      'Irène Joliot-Curie, away',
      'Pierre Curie, last seen 2 hours ago',
    ]);
  });

  it('says how long ago somebody was here, and goes on saying it', async () => {
    const { setInterval, Date } = window;
    const ticks: (() => void)[] = [];
    window.setInterval = ((tick: () => void) => ticks.push(tick)) as never;
    try {
      const { element } = await withPeople([pierre]);
      expect(pile(element)).to.deep.equal(['Pierre Curie, last seen 2 hours ago']);
      const later = Date.now() + 2 * 3_600_000;
      window.Date = class extends Date {
        static override now = (): number => later;
      } as DateConstructor;
      for (const tick of ticks) tick();
      await shown(element);
      expect(pile(element)).to.deep.equal(['Pierre Curie, last seen 4 hours ago']);
    } finally {
      Object.assign(window, { setInterval, Date });
    }
  });

  it('says which event somebody looks at, with a link that leads to it', async () => {
    const title = 'The <b>wedding</b>';
    const { element, room } = await withPeople([{ ...eve, lookingAt: { id: 'wedding', title } }, marie]);
    const words = 'looking at “The <b>wedding</b>”';
    expect(pile(element)).to.deep.equal(['Marie Curie, online, you', `Ève Curie, online, ${words}`]);
    const links = [...list(element).querySelectorAll('a[part="sight"]')];
    expect(links.map((link) => [link.textContent!.trim(), link.getAttribute('href')])).to.deep.equal([
      [words, '#nality-event-wedding'],
    ]);
    room.people.set([eve]);
    await shown(element);
    expect(list(element).querySelector('[part="sight"]')).to.equal(null);
  });

  it('shows what the page puts before the people, and in place of nobody', async () => {
    const { element, room } = await scene();
    element.innerHTML = '<h2 slot="header">Family</h2><p slot="empty">All are out</p>';
    room.phase.set({ name: 'live' });
    await shown(element);
    const slotted = (name: string) =>
      element.shadowRoot!.querySelector<HTMLSlotElement>(`slot[name="${name}"]`)?.assignedElements()[0]
        ?.textContent;
    expect([slotted('header'), slotted('empty')]).to.deep.equal(['Family', 'All are out']);
    room.people.set([marie]);
    await shown(element);
    expect([slotted('header'), slotted('empty')]).to.deep.equal(['Family', undefined]);
  });

  it('shows the initials of who has no picture', async () => {
    const { element } = await withPeople([marie]);
    expect(element.shadowRoot!.querySelector('.avatar')!.textContent!.trim()).to.equal('MC');
  });

  it('follows who comes, goes and falls away', async () => {
    const { element, room } = await withPeople([marie, eve]);
    room.people.set([marie, { ...eve, status: 'away' }, irene]);
    await shown(element);
    expect(pile(element)).to.deep.equal([
      'Marie Curie, online, you',
      'Ève Curie, away',
      'Irène Joliot-Curie, away',
    ]);
    room.people.set([marie]);
    await shown(element);
    expect(pile(element)).to.deep.equal(['Marie Curie, online, you']);
  });

  it('shows as many as max says, and the others behind a number', async () => {
    const { element } = await withPeople([marie, eve, irene, pierre], 2);
    expect(pile(element)).to.have.length(2);
    expect(button(element).textContent!.replace(/\s+/g, ' ').trim()).to.equal('+2 Show all 4 people');
  });

  it('opens the list of everybody by keyboard, and closes it with Escape', async () => {
    const { element } = await withPeople([marie, eve, irene, pierre], 1);
    button(element).focus();
    await sendKeys({ press: 'Enter' });
    expect(list(element).matches(':popover-open')).to.be.true;
    const names = [...list(element).querySelectorAll('.name')].map((name) => name.textContent);
    expect(names).to.deep.equal(['Marie Curie', 'Ève Curie', 'Irène Joliot-Curie', 'Pierre Curie']);
    await sendKeys({ press: 'Escape' });
    expect(list(element).matches(':popover-open')).to.be.false;
    expect(element.shadowRoot!.activeElement).to.equal(button(element));
  });

  it('keeps the open list inside the window', async () => {
    const crowd = Array.from({ length: 60 }, (_, index) =>
      person(`Person ${index} with a name that is long`),
    );
    const { element } = await withPeople(crowd);
    button(element).click();
    await aTimeout(0);
    const { left, right, top, bottom } = list(element).getBoundingClientRect();
    expect(left).to.be.at.least(0);
    expect(top).to.be.at.least(0);
    expect(right).to.be.at.most(window.innerWidth);
    expect(bottom).to.be.at.most(window.innerHeight);
  });

  it('falls back to five when max makes no sense', async () => {
    const crowd = Array.from({ length: 9 }, (_, index) => person(`Person ${index}`));
    const { element } = await withPeople(crowd, -3);
    expect(pile(element)).to.have.length(5);
  });

  it('says that nobody is here', async () => {
    const { element } = await withPeople([]);
    expect(wordsOf(element)).to.equal('Nobody is here yet');
  });

  it('invites somebody who is not signed in, and calls nothing an error', async () => {
    const { element, core, room } = await scene();
    core.identity.set({ name: 'anonymous' });
    await shown(element);
    room.phase.set({ name: 'failed', error: new NalityError('denied', 'no') });
    await shown(element);
    expect(wordsOf(element)).to.equal('Sign in to see who is here');
    expect(element.shadowRoot!.querySelector('[role="alert"]')).to.equal(null);
  });

  it('tells who is refused that the room is not theirs', async () => {
    const { element, room } = await scene();
    room.phase.set({ name: 'failed', error: new NalityError('denied', 'no') });
    await shown(element);
    expect(wordsOf(element)).to.equal('Who is here is shown to members only');
  });

  it('tells an outsider the same, to whom the room of a timeline has no members at all', async () => {
    const timeline = '00000000-0000-4000-8000-000000000001';
    const { element, core } = await scene({ room: timeline });
    core.room(timeline).phase.set({ name: 'live' });
    await shown(element);
    expect(wordsOf(element)).to.equal('Who is here is shown to members only');
  });

  it('takes an id in whatever case, and a name of the page’s own as it is', async () => {
    const id = '00000000-0000-4000-8000-00000000000a';
    for (const [said, room] of [
      [` ${id.toUpperCase()}`, id],
      ['Salon', 'Salon'],
    ] as const) {
      const { core } = await scene({ room: said });
      expect(core.room(room).users, said).to.equal(1);
    }
  });

  it('keeps the people on screen when the connection is lost, and says so', async () => {
    const { element, core, room } = await withPeople([marie, eve]);
    room.phase.set({ name: 'stale' });
    core.connection.set({ name: 'paused', reasons: ['offline'] });
    await shown(element);
    expect(pile(element)).to.have.length(2);
    expect(wordsOf(element)).to.contain('You’re offline: this is who was here last');
    core.connection.set({ name: 'connecting', attempt: 2 });
    await shown(element);
    expect(wordsOf(element)).to.contain('Connecting again …');
  });

  it('says that there is no connection when it never had one', async () => {
    const { element, core } = await scene();
    core.connection.set({ name: 'paused', reasons: ['offline'] });
    await shown(element);
    expect(wordsOf(element)).to.equal('No connection');
  });

  const failures: NalityErrorCode[] = ['config', 'secret-key', 'schema-missing', 'server'];
  for (const code of failures) {
    it(`explains the failure "${code}" in plain words`, async () => {
      const { element, room } = await scene();
      room.phase.set({ name: 'failed', error: new NalityError(code, 'for the console') });
      await shown(element);
      expect(element.shadowRoot!.querySelector('[role="alert"] strong')!.textContent).not.to.equal('');
      expect(wordsOf(element)).not.to.contain('for the console');
    });
  }

  it('tries again on request after what may pass', async () => {
    const { element, room } = await scene();
    room.phase.set({ name: 'failed', error: new NalityError('server', 'no', { retryable: true }) });
    await shown(element);
    element.shadowRoot!.querySelector<HTMLElement>('[role="alert"] button')!.click();
    expect(room.reloads).to.equal(1);
  });

  it('asks for a room when the page names none', async () => {
    const { element } = await scene({ room: ' ' });
    expect(wordsOf(element)).to.equal('This widget needs a room');
  });

  it('shows names as text, whatever is in them', async () => {
    const { element } = await withPeople([
      person('<img src=x onerror=alert(1)>'),
      person('  ', { id: 'nameless' }),
    ]);
    expect(element.shadowRoot!.querySelector('img')).to.equal(null);
    expect(pile(element)).to.deep.equal(['Someone, online', '<img src=x onerror=alert(1)>, online']);
  });

  it('says how many are here once they have settled, not at every coming and going', async () => {
    const { element, room } = await withPeople([marie]);
    const spoken: string[] = [];
    const region = element.shadowRoot!.querySelector('[role="status"]')!;
    new MutationObserver(() => spoken.push(region.textContent!)).observe(region, {
      subtree: true,
      childList: true,
      characterData: true,
    });
    for (const people of [[marie, eve], [marie], [marie, eve]]) {
      room.people.set(people);
      await shown(element);
    }
    await waitUntil(() => spoken.length > 0, 'nothing was said');
    expect(spoken).to.deep.equal(['2 people are here']);
  });

  it('leaves the room when it leaves the page', async () => {
    const { element, room } = await withPeople([marie]);
    expect(room.users).to.equal(1);
    element.remove();
    expect(room.users).to.equal(0);
  });
});
