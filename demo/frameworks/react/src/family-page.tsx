import type {} from '@nality/widgets/jsx';
import type { LifeEvent } from '@nality/widgets';
import { useState } from 'react';
import { supabase } from './supabase.ts';

/** Whose timeline it is: that of `?timeline=…`, else one's own. */
const invited = new URLSearchParams(location.search).get('timeline');

/** Timeline, comments on the event that was opened there, and who is here. */
export function FamilyPage({ person }: { person: string }) {
  const owner = invited ?? person;
  const [connection, setConnection] = useState('not connected');
  const [selected, setSelected] = useState<LifeEvent>();
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
        </nality-provider>
      )}
    </>
  );
}
