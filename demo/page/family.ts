import { FIRST_EVENT, INTERVIEW_ID } from './cast.ts';
import { showTabs } from './tabs.ts';
import { fromTemplate } from './templates.ts';

/** An event that is talked about. */
interface Topic {
  readonly id: string;
  readonly title: string;
}

/** What the widgets tell: an event was opened, a proposal is on the timeline, a notification was followed. */
interface EventSelect extends Event {
  readonly lifeEvent: Topic;
}
interface ProposalAccept extends Event {
  readonly eventId: string;
}
interface NotificationOpen extends Event {
  readonly eventId: string | undefined;
  readonly notification: { readonly subject_table: string | null; readonly details?: { title?: string } };
}

/** The family's page: the life, the interview, and what they say about the event that was opened last. */
export function buildFamily(pane: HTMLElement, timeline: HTMLElement): HTMLElement {
  const family = fromTemplate('family');
  const [life, interview, remarks] = [...family.querySelectorAll<HTMLElement>('[data-name]')];
  life!.append(timeline);
  interview!.querySelector('nality-chat')!.setAttribute('session-id', INTERVIEW_ID);
  const tabs = showTabs(
    family.querySelector('nav')!,
    [life!, interview!, remarks!].map((element) => ({ element, name: element.dataset['name']! })),
  );
  const discuss = ({ id, title }: Topic): void => {
    remarks!.querySelector('.chosen')!.textContent = title;
    remarks!.querySelector('nality-comments')!.setAttribute('event-id', id);
  };
  discuss(FIRST_EVENT);

  const turnTo = (topic: Topic): void => (discuss(topic), tabs.choose(remarks!));
  timeline.addEventListener('nality-event-select', (event) => turnTo((event as EventSelect).lifeEvent));
  family.addEventListener('nality-proposal-accept', (event) => {
    tabs.choose(life!);
    location.hash = `nality-event-${(event as ProposalAccept).eventId}`;
  });
  pane.addEventListener('nality-notification-open', (event) => {
    const { eventId, notification } = event as NotificationOpen;
    if (notification.subject_table === 'event_comments' && eventId)
      turnTo({ id: eventId, title: notification.details?.title ?? '' });
  });
  return family;
}
