import { css, html, LitElement, type PropertyValues } from 'lit';
import { property } from 'lit/decorators.js';
import type { Nality, NalityOptions } from '../../core/nality.ts';
import { nearestProvider } from '../shared/nearest-provider.ts';
import { page } from '../shared/page.ts';
import { announceProvider, provideContext } from '../shared/provide-context.ts';
import { ProviderCore } from '../shared/provider-core.ts';
import { markProviderEdits } from '../shared/provider-marks.ts';
import { tellReady } from '../shared/ready-event.ts';
import { toDomEvent } from '../shared/realtime-events.ts';
import { report } from '../shared/report.ts';
import type { TokenSource } from '../shared/token-subject.ts';

export type { NalityQueueChangeEvent } from '../shared/queue-event.ts';
export type { NalityReadyEvent } from '../shared/ready-event.ts';
export type {
  OfflineOperationFailedEvent,
  RealtimeConnectionEvent,
  RealtimeErrorEvent,
  TimelineConflictEvent,
} from '../shared/realtime-events.ts';

/**
 * Gives the widgets inside it their connection to a Supabase project, as one person. It draws nothing.
 * A `client` takes the place of address and key, a token that of `auth`.
 *
 * Its events say how the connection and the queue of unsent changes are, for all widgets inside it. For widgets without a
 * provider the page hears the same on `window`.
 *
 * While somebody else edits an event, elements of the page inside the provider that have that event's id as
 * `data-event-id` carry `being-edited`, `data-editor`, `data-editor-name`, an `aria-description` and the
 * class `being-edited`.
 *
 * @summary Connects the widgets inside it with a Supabase project.
 * @example <nality-provider url="https://x.supabase.co" key="sb_publishable_…">
 *   <nality-timeline></nality-timeline>
 * </nality-provider>
 * @attr {string} lang - Language of the widgets inside it, as `de` or `en-GB`. Without it: that of the page around it.
 * @slot - The page's own content with widgets in it.
 * @fires realtime:connection
 * @fires realtime:error
 * @fires timeline:conflict
 * @fires offline:operation_failed
 * @fires nality-queue-change
 * @fires nality-ready
 */
export class NalityProvider extends LitElement {
  static override readonly styles = css`
    :host {
      display: contents;
    }
  `;

  static override get observedAttributes(): string[] {
    return [...super.observedAttributes, 'lang'];
  }

  /** Address of the Supabase project. */
  @property() url: string | undefined;

  /** The project's publishable (or anon) key. A secret key is refused. */
  @property() key: string | undefined;

  /**
   * Who is signed in, in place of `auth`: an access token, or a function that answers with one (or null) and
   * is called again when the token runs out.
   */
  @property({ attribute: 'access-token' }) accessToken: string | TokenSource | undefined;

  /** `session` (the one that supabase-js stored; the default), `anonymous` or `none`. */
  @property() auth: NalityOptions['auth'];

  /** Feed of changed rows: `postgres` (the default) or `broadcast`. */
  @property() changes: NalityOptions['changes'];

  /** The page's own Supabase client, in place of address, key and `auth`. */
  @property({ attribute: false }) client: NalityOptions['client'];

  private readonly provider = new ProviderCore((event) => void report(this, toDomEvent(event)));
  private life: AbortController | undefined;
  private configured = false;

  constructor() {
    super();
    provideContext(this, this, this.provider);
  }

  /**
   * The core of the widgets inside it, for what no widget shows, as sharing; undefined until the settings are complete. It is another
   * one when somebody else is looking: `nality-ready` tells.
   */
  get nality(): Nality | undefined {
    const state = this.provider.state.get();
    return state.name === 'ready' ? state.core : undefined;
  }

  override connectedCallback(): void {
    super.connectedCallback();
    page();
    this.life = new AbortController();
    markProviderEdits(
      this,
      (element) => nearestProvider(element) === this,
      this.provider.state,
      this.life.signal,
    );
    tellReady(this.provider, (event) => this.dispatchEvent(event), this.life.signal);
    this.configured = false;
    this.requestUpdate();
    announceProvider(this);
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.life?.abort();
    this.provider.release();
  }

  override attributeChangedCallback(name: string, old: string | null, value: string | null): void {
    super.attributeChangedCallback(name, old, value);
    if (name === 'lang') this.provider.lang.set(value ?? '');
  }

  protected override willUpdate(changed: PropertyValues<this>): void {
    if (!this.isConnected || (this.configured && changed.size === 0)) return;
    this.configured = true;
    this.provider.configure(this);
  }

  protected override render(): unknown {
    return html`<slot></slot>`;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'nality-provider': NalityProvider;
  }
}
