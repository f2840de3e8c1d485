import { NalityError } from '../../../src/core/errors.ts';
import type { Nality } from '../../../src/core/nality.ts';
import { signal, type Signal } from '../../../src/core/lib/signal.ts';
import { offerMedia } from '../../support/fake-media.ts';
import { waitUntil } from '../../support/wait-until.ts';
import { EVENTS, MARIE, scene, type Scene } from './scene.ts';

type Conflicts = ReturnType<Nality['outbox']['conflicts']['get']>;
type Conflict = Conflicts[number];

/** A timeline with conflicts, and what was asked of the outbox. */
export interface Desk extends Scene {
  conflicts: Signal<Conflicts>;
  asked: string[];
}

export const POLONIUM = EVENTS[1]!;

/** What two people made of polonium. */
export function conflict(part: Partial<Conflict> = {}): Conflict {
  const mine = { title: 'Polonium, my version', tags: ['science'], importance: 9 };
  return {
    id: 'op',
    table: 'life_events',
    scope: MARIE,
    rowId: 'polonium',
    base: { title: 'Old', tags: [], importance: 4 },
    mine,
    theirs: { title: POLONIUM.title, tags: POLONIUM.tags, importance: POLONIUM.importance },
    server: POLONIUM,
    outcome: 'open',
    open: true,
    at: Date.UTC(2026, 10, 20, 12),
    ...part,
  };
}

/** A version of mine that lost. */
export const KEPT = conflict({ id: 'kept', open: false, outcome: 'theirs' });

/** A timeline on which these met. */
export async function desk(...met: Conflict[]): Promise<Desk> {
  const conflicts = signal<Conflicts>(met);
  const asked: string[] = [];
  const made = await scene({
    prepare(timeline, core) {
      offerMedia(core);
      Object.assign(core.outbox, {
        conflicts,
        resolve(id: string, choice: unknown) {
          asked.push(`${id} ${JSON.stringify(choice)}`);
          conflicts.set(conflicts.get().map((one) => (one.id === id ? { ...one, open: false } : one)));
          timeline.serve(POLONIUM);
        },
      });
      const waiting = met.find(({ open }) => open);
      if (!waiting) return;
      const error = new NalityError('conflict', 'Somebody else changed the same.');
      timeline.events.set(
        timeline.events
          .get()
          .map((item) =>
            item.row.id === 'polonium'
              ? { ...item, state: 'conflict', operationId: waiting.id, error }
              : item,
          ),
      );
    },
  });
  await waitUntil(() => made.count('[name="add-files"]') > 0, 'what stands beside the events is not loaded');
  return { ...made, conflicts, asked };
}

/** The same, with both versions on the screen. */
export async function compared(...met: Conflict[]): Promise<Desk> {
  const made = await desk(...met);
  await compare(made);
  return made;
}

/** Puts both versions on the screen. */
export async function compare(made: Desk): Promise<void> {
  const buttons = [...made.card('polonium').querySelectorAll<HTMLElement>('.row-state button')];
  buttons.find((button) => button.textContent!.trim() === 'Compare both')!.click();
  await waitUntil(() => made.count('dialog.chooser[open]') === 1, 'it does not open');
}
