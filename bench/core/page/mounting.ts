import { html, LitElement } from 'lit';
import { NalityProvider } from '../../../src/elements/nality-provider/nality-provider.ts';
import { NalityTimeline } from '../../../src/elements/nality-timeline/nality-timeline.ts';
import { browserEnvironment } from '../../../src/browser/environment.ts';
import { createNality } from '../../../src/core/nality.ts';
import type { Seat } from './seat.ts';
import { until } from './until.ts';
import { timelineFeature } from '../../../src/core/features/timeline.ts';

/** Something that comes and goes on a page. */
export interface Coming {
  /** Lets it come, waits until its rows are there, and lets it go, so many times. */
  cycle(times: number): Promise<void>;
  /** Lets everything go. */
  end(): Promise<void>;
}

/** What comes and goes, by name. `owners` are those whose timelines are shown, one after another. */
export const comings: Readonly<Record<string, (seat: Seat, owners: readonly string[]) => Coming>> = {
  element,
  lease,
  core,
  empty,
};

/** Of what nothing may be left. */
export const prototypes = {
  timeline: NalityTimeline.prototype,
  provider: NalityProvider.prototype,
  socket: WebSocket.prototype,
};

/** Timelines inside a provider that stays. */
function element(seat: Seat, owners: readonly string[]): Coming {
  if (!customElements.get('nality-provider')) {
    customElements.define('nality-provider', NalityProvider);
    customElements.define('nality-timeline', NalityTimeline);
  }
  const provider = document.createElement('nality-provider');
  Object.assign(provider, { url: seat.url, key: seat.key, accessToken: seat.token });
  document.body.append(provider);
  return {
    cycle: inTurn(owners, async (owner) => {
      const timeline = document.createElement('nality-timeline');
      timeline.setAttribute('user-id', owner);
      provider.append(timeline);
      while (!timeline.shadowRoot?.querySelector('[part~=card]')) await new Promise(requestAnimationFrame);
      timeline.remove();
    }),
    end: async () => provider.remove(),
  };
}

/** Timelines of a core that stays, without elements. */
function lease(seat: Seat, owners: readonly string[]): Coming {
  const { url, key, token } = seat;
  const core = createNality({ url, key, accessToken: async () => token, environment: browserEnvironment() });
  return {
    cycle: inTurn(owners, async (owner) => {
      const end = new AbortController();
      await until(core.use(timelineFeature, owner, end.signal).events, (rows) => rows.length > 0);
      end.abort();
    }),
    end: () => core.close(),
  };
}

/** Whole cores, each with a timeline. */
function core(seat: Seat, owners: readonly string[]): Coming {
  return {
    cycle: inTurn(owners, async (owner) => {
      const { cycle, end } = lease(seat, [owner]);
      await cycle(1);
      await end();
    }),
    end: async () => undefined,
  };
}

/** An element that has nothing to do with us. */
function empty(): Coming {
  class Empty extends LitElement {
    protected override render(): unknown {
      return html`<p>Nothing</p>`;
    }
  }
  if (!customElements.get('bench-empty')) customElements.define('bench-empty', Empty);
  return {
    cycle: inTurn([''], async () => {
      const comes = document.createElement('bench-empty') as Empty;
      document.body.append(comes);
      await comes.updateComplete;
      comes.remove();
    }),
    end: async () => undefined,
  };
}

function inTurn(owners: readonly string[], once: (owner: string) => Promise<void>): Coming['cycle'] {
  let count = 0;
  return async (times) => {
    for (let time = 0; time < times; time += 1, count += 1) await once(owners[count % owners.length]!);
  };
}
