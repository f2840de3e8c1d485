import { css, html, nothing, type LitElement, type TemplateResult } from 'lit';
import type { BegunSession } from '../../core/features/chat-sessions.ts';
import { formatMoment } from '../shared/formats.ts';
import type { ChatSource } from './source.ts';
import { text } from './text.ts';

/** The element and the conversation that it shows. */
export interface ConversationsOptions {
  host: LitElement;
  source: ChatSource;
  /** Goes on with one of them. */
  turnTo(id: string): void;
}

/** My earlier conversations, and those of others that I am in, to go on with one of them. */
export class Conversations {
  static readonly styles = css`
    .conversations {
      max-inline-size: min(24em, 100vw - 2rem);
      max-block-size: min(24em, 60vh);
      margin: 0;
      padding: 0.4em;
      overflow: auto;
      border: 1px solid var(--_line);
      border-radius: var(--_radius);
      background: var(--_surface);
      color: inherit;
      box-shadow: var(--_shadow);
    }

    .conversations ul {
      margin: 0;
      padding: 0;
      list-style: none;
    }

    .conversations button {
      display: grid;
      inline-size: 100%;
      gap: 0.1em;
      padding-block: 0.5em;
      border-color: transparent;
      border-radius: var(--_radius-small);
      text-align: start;
      white-space: normal;
    }

    .conversations button[aria-current] {
      border-color: var(--_accent);
    }

    .conversations time,
    .conversations p {
      color: var(--_muted);
      font-size: 0.875em;
      font-weight: normal;
    }

    .conversations p {
      margin: 0.5em;
    }
  `;

  private found: readonly BegunSession[] | 'loading' | 'failed' = 'loading';

  constructor(private readonly options: ConversationsOptions) {
    void this.look();
  }

  /** The list, the newest first. */
  render(): TemplateResult {
    const { found } = this;
    if (found === 'loading') return html`<p role="status">${text.conversations.loading}</p>`;
    if (found === 'failed') return html`<p role="alert">${text.conversations.failed}</p>`;
    if (found.length === 0) return html`<p>${text.conversations.none}</p>`;
    return html`<ul>
      ${found.map((session) => html`<li>${this.entry(session)}</li>`)}
    </ul>`;
  }

  private async look(): Promise<void> {
    const { source, host } = this.options;
    this.found = await (source.sessions?.list() ?? Promise.reject(new Error())).catch(
      () => 'failed' as const,
    );
    host.requestUpdate();
  }

  private entry({ id, user_id: owner, title, created_at: at }: BegunSession): TemplateResult {
    const { source, turnTo } = this.options;
    const day = formatMoment(Date.parse(at), source.locale);
    return html`<button
      type="button"
      class="quiet"
      name="conversation"
      aria-current=${id === source.sessionId ? 'true' : nothing}
      @click=${() => turnTo(id)}
    >
      <span dir="auto">${title ?? text.label}</span>
      <time datetime=${at}>${owner === source.me ? day : text.conversations.joined(day)}</time>
    </button>`;
  }
}
