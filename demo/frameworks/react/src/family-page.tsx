import type {} from '@nality/widgets/jsx';
import { useState } from 'react';
import { supabase } from './supabase.ts';

const address = new URLSearchParams(location.search);
/** Whose timeline it is: that of `?timeline=…`, else one's own. */
const invited = address.get('timeline');
/** Which conversation: that of `?session=…`, else one's newest. */
const session = address.get('session') ?? '';

/** Timeline, comments on the event that was opened there or by a notification, the interviewer, and who is here. */
export function FamilyPage({ person }: { person: string }) {
  const owner = invited ?? person;
  const [connection, setConnection] = useState('not connected');
  const [selected, setSelected] = useState<{ id: string; title: string }>();
  const [told, setTold] = useState('');
  const [widgets, setWidgets] = useState(true);
  const [timeline, setTimeline] = useState(true);

  return (
    <>
      <header>
        <h1>Our family</h1>
        <output>{connection}</output>
        <button aria-pressed={widgets} onClick={() => setWidgets(!widgets)}>
          Widgets
        </button>
        <button aria-pressed={timeline} onClick={() => setTimeline(!timeline)}>
          Timeline
        </button>
        <button onClick={() => supabase.auth.signOut()}>Sign out</button>
      </header>
      {widgets && (
        <nality-provider
          client={supabase}
          onrealtime:connection={({ detail }) => setConnection(detail.state)}
        >
          <nality-presence room={owner} max={3} />
          <nality-notifications
            placement="popover"
            onnality-notification-open={({ eventId, notification }) =>
              eventId && setSelected({ id: eventId, title: notification.title })
            }
          />
          {timeline && (
            <nality-timeline
              userId={owner}
              onnality-event-select={({ lifeEvent }) => setSelected(lifeEvent)}
            />
          )}
          {selected && (
            <section>
              <h2>{selected.title}</h2>
              <nality-comments eventId={selected.id} />
            </section>
          )}
          <aside>
            <nality-chat sessionId={session} onnality-message-send={({ text }) => setTold(text)} />
            {told && <p>Last told: {told}</p>}
          </aside>
        </nality-provider>
      )}
    </>
  );
}
