import { nextFrame } from '@open-wc/testing';
import type { LifeEvent } from '../../../src/core/features/life-event.ts';
import { lifeEvent } from '../../support/fake-timeline.ts';
import { MARIE, scene, type Scene } from './scene.ts';

export const COUNT = 10_000;
export const STORY = 'She wrote it down in her notebook, as she did with everything. ';

/** A long life: stories of all lengths, years of all lengths. */
export function longLife(count = COUNT): LifeEvent[] {
  return Array.from({ length: count }, (_, at) =>
    lifeEvent(`event-${at}`, {
      user_id: MARIE,
      title: `Event ${at}`,
      description: at % 3 === 0 ? null : STORY.repeat(at % 7),
      start_date: new Date(Date.UTC(2020, 0, 1) - at * 5 * 86_400_000).toISOString().slice(0, 10),
      importance: 1 + (at % 10),
      category: (['family', 'career', 'travel'] as const)[at % 3]!,
      tags: at % 2 === 0 ? ['notebook'] : [],
    }),
  );
}

export interface LongScene extends Scene {
  /** The cards that are seen, with their places on the screen. */
  seen(): Map<string, number>;
  /** Waits until nothing is drawn or moved any more. */
  still(): Promise<void>;
  /** How many elements there are below the list. */
  nodes(): number;
}

/** A timeline of ten thousand events, drawn. */
export async function long(options: Parameters<typeof scene>[0] = {}): Promise<LongScene> {
  const stage = await scene({ events: longLife(), ...options });
  const seen = (): Map<string, number> => {
    const cards = stage
      .all('[data-event-id]')
      .map((card) => [card.dataset['eventId']!, card.getBoundingClientRect()] as const);
    return new Map(
      cards
        .filter(([, { top, bottom }]) => bottom > 0 && top < innerHeight)
        .map(([id, { top }]) => [id, top]),
    );
  };
  const still = async (): Promise<void> => {
    let before = '';
    for (let same = 0; same < 4;) {
      await nextFrame();
      await stage.element.updateComplete;
      const now = JSON.stringify([window.scrollY, ...seen()]);
      same = now === before ? same + 1 : 0;
      before = now;
    }
  };
  await still();
  return { ...stage, seen, still, nodes: () => stage.count('.life *') };
}
