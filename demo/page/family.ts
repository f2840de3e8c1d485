import { FIRST_EVENT, INTERVIEW_ID } from './cast.ts';
import { fromTemplate } from './templates.ts';

/** What the timeline tells when somebody opens an event. */
interface EventSelect extends Event {
  readonly lifeEvent: { readonly id: string; readonly title: string };
}

/** The family's page: the life, the interview, and what they say about the event that was opened last. */
export function buildFamily(timeline: HTMLElement): HTMLElement {
  const family = fromTemplate('family');
  family.querySelector('.life')!.append(timeline);
  family.querySelector('nality-chat')!.setAttribute('session-id', INTERVIEW_ID);
  choose(family, FIRST_EVENT);
  timeline.addEventListener('nality-event-select', (event) =>
    choose(family, (event as EventSelect).lifeEvent),
  );
  return family;
}

function choose(family: HTMLElement, { id, title }: EventSelect['lifeEvent']): void {
  family.querySelector('.chosen')!.textContent = title;
  family.querySelector('nality-comments')!.setAttribute('event-id', id);
}
