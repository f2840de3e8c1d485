import { aTimeout, fixture, html } from '@open-wc/testing';
import '../../../src/elements/nality-presence/define.ts';
import '../../../src/elements/nality-provider/define.ts';
import type { PresentPerson } from '../../../src/core/features/presence.ts';
import type { NalityPresence } from '../../../src/elements/nality-presence/nality-presence.ts';
import type { NalityProvider } from '../../../src/elements/nality-provider/nality-provider.ts';
import { fakeCore, useFakeCores, type FakeCore, type FakeRoom } from '../../support/fake-core.ts';

const HOUR = 3_600_000;

/** Somebody in the room. */
export function person(name: string, more: Partial<PresentPerson> = {}): PresentPerson {
  return {
    id: name.toLowerCase(),
    name,
    avatarUrl: null,
    status: 'online',
    lastSeen: null,
    me: false,
    lookingAt: null,
    ...more,
  };
}

export const marie = person('Marie Curie', { me: true });
export const irene = person('Irène Joliot-Curie', { status: 'away' });
export const pierre = person('Pierre Curie', {
  status: 'offline',
  lastSeen: new Date(Date.now() - 2.5 * HOUR).toISOString(),
});
export const eve = person('Ève Curie');

export interface Scene {
  core: FakeCore;
  room: FakeRoom;
  element: NalityPresence;
}

/** An element in a room that is still looked for. */
export async function scene(attributes: { max?: number; room?: string } = {}): Promise<Scene> {
  const core = fakeCore();
  core.identity.set({ name: 'person', id: marie.id, isAnonymous: false });
  useFakeCores(() => core);
  const provider = await fixture<NalityProvider>(
    html`<nality-provider lang="en" .client=${{} as NonNullable<NalityProvider['client']>}>
      <nality-presence room=${attributes.room ?? 'house'} max=${attributes.max ?? 5}></nality-presence>
    </nality-provider>`,
  );
  const element = provider.querySelector('nality-presence')!;
  await shown(element);
  return { core, room: core.room('house'), element };
}

/** Waits until the element shows what it knows. */
export async function shown(element: NalityPresence): Promise<void> {
  await aTimeout(0);
  await element.updateComplete;
}

/** An element in a room where these are. */
export async function withPeople(people: readonly PresentPerson[], max?: number): Promise<Scene> {
  const found = await scene(max === undefined ? {} : { max });
  found.room.people.set(people);
  found.room.phase.set({ name: 'live' });
  await shown(found.element);
  return found;
}
