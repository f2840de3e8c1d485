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

/** The address of a comment, as push messages carry it: it names the event that a page without a past has to show. */
const COMMENTED = /^#nality-event-([^&]+)&nality-comment-/;

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
    const about = remarks!.querySelector<HTMLElement>('.about')!;
    about.hidden = title === '';
    about.querySelector('.chosen')!.textContent = title;
    remarks!.querySelector('nality-comments')!.setAttribute('event-id', id);
  };
  discuss(FIRST_EVENT);

  const turnTo = (topic: Topic): void => (discuss(topic), tabs.choose(remarks!));
  timeline.addEventListener('nality-event-select', (event) => turnTo((event as EventSelect).lifeEvent));
  family.addEventListener('nality-proposal-accept', (event) => {
    tabs.choose(life!);
    location.hash = `nality-event-${(event as ProposalAccept).eventId}`;
  });
  // Read once: all panes have this one address, and what leads on from here tells which event it is.
  const opened = COMMENTED.exec(location.hash)?.[1];
  if (opened) turnTo({ id: opened, title: '' });
  pane.addEventListener('nality-notification-open', (event) => {
    const { eventId, notification } = event as NotificationOpen;
    if (notification.subject_table === 'event_comments' && eventId)
      turnTo({ id: eventId, title: notification.details?.title ?? '' });
  });
  return family;
}
