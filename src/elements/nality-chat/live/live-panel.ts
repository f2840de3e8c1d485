import { html, nothing, type LitElement, type TemplateResult } from 'lit';
import { repeat } from 'lit/directives/repeat.js';
import { liveSessionFeature, type LiveSession } from '../../../core/features/live-session.ts';
import type { PresentPerson } from '../../../core/features/presence.ts';
import { avatar } from '../../shared/avatar.ts';
import { CoreController } from '../../shared/core-controller.ts';
import { icon } from '../../shared/icons.ts';
import { addressOf } from '../../shared/address.ts';
import { StoreController } from '../../shared/store-controller.ts';
import { common } from '../../shared/text.ts';
import type { ChatSource } from '../source.ts';
import type { Verbs } from '../verbs.ts';
import { liveStyles } from './live.styles.ts';
import { liveText as text } from './text.ts';

/** The element and the parts of it that the panel needs. */
export interface LivePanelOptions {
  host: LitElement;
  source: ChatSource;
  verbs: Verbs;
}

/** Who is in a conversation with me, the way in for others and the way out. While it is there, the others see me in the session. */
export class LivePanel {
  readonly styles = liveStyles;
  private readonly nality: CoreController<string, LiveSession>;

  constructor(private readonly options: LivePanelOptions) {
    const { host, source } = options;
    this.nality = new CoreController<string, LiveSession>(host, {
      key: () => (source.me === undefined ? undefined : source.sessionId),
      acquire: (core, session, until) => core.use(liveSessionFeature, session, until),
    });
    for (const name of FOLLOWED) new StoreController<unknown>(host, () => this.session?.[name]);
  }

  render(): TemplateResult {
    const { session } = this;
    const words = !session?.mine.get() ? text.guest : session.live.get() ? text.open : text.closed;
    return html`<section class="live" part="live" aria-labelledby="live-title" @keydown=${this.onKey}>
      <h3 id="live-title">${words.title}</h3>
      ${'body' in words ? html`<p>${words.body}</p>` : nothing} ${session?.live.get() ? this.link() : nothing}
      ${words === text.closed ? nothing : this.people()}
      <div class="row">
        <button
          type="button"
          name="live-act"
          class=${words === text.closed ? 'primary' : ''}
          @click=${this.onAct}
        >
          ${words.act}
        </button>
        ${'note' in words ? html`<small>${words.note}</small>` : nothing}
      </div>
    </section>`;
  }

  private get session(): LiveSession | undefined {
    return this.nality.resource;
  }

  private link(): TemplateResult {
    const address = new URL(addressOf('chat', this.options.source.sessionId ?? ''), location.href).href;
    return html`<div class="row">
      <input readonly dir="ltr" aria-label=${text.link} .value=${address} @focus=${selectAll} />
      <button type="button" name="live-copy" @click=${() => this.options.verbs.copy(address)}>
        ${icon('copy')} ${text.copy}
      </button>
    </div>`;
  }

  private people(): TemplateResult {
    return html`<ul aria-label=${text.people}>
      ${repeat(
        this.session?.people.get() ?? [],
        ({ id }) => id,
        (person) => this.person(person),
      )}
    </ul>`;
  }

  private person(person: PresentPerson): TemplateResult {
    const { chat } = this.options.source;
    const name = person.name.trim() || common.someone;
    const talks = chat?.others.get().some(({ id }) => id === person.id);
    const status = talks && person.status === 'offline' ? 'online' : person.status;
    return html`<li data-person=${person.id} data-status=${status}>
      ${avatar(person)}
      <span class="who"><bdi>${name}</bdi> <small>${person.me ? text.you : text.status[status]}</small></span>
      ${
        this.session?.mine.get() && !person.me
          ? html`<button
              type="button"
              name="live-dismiss"
              class="quiet icon-only"
              aria-label=${text.dismiss(name)}
              @click=${() => this.act((session) => session.dismiss(person.id), '[name="live-act"]')}
            >
              ${icon('close')}
            </button>`
          : nothing
      }
    </li>`;
  }

  private act(work: (session: LiveSession) => Promise<void>, focus: string): void {
    const { verbs } = this.options;
    const { session } = this;
    if (!session) return;
    work(session).then(
      () => verbs.focus(focus),
      (error: unknown) => verbs.complain(error),
    );
  }

  private readonly onAct = (): void => {
    const { source } = this.options;
    const { session } = this;
    if (session?.mine.get()) {
      if (session.live.get()) this.act((mine) => mine.end(), '[name="live-act"]');
      else this.act((mine) => mine.open(), '[name="live-copy"]');
    } else {
      this.act((theirs) => theirs.leave().then(() => source.goHome()), '[name="join"], [name="message"]');
    }
  };

  private readonly onKey = (event: KeyboardEvent): void => {
    if (event.key !== 'Escape') return;
    event.stopPropagation();
    this.options.host.renderRoot.querySelector<HTMLElement>('[name="live"]')?.click();
    this.options.verbs.focus('[name="live"]');
  };
}

/** What of a session is shown. */
const FOLLOWED = ['people', 'session', 'live', 'mine'] as const;

function selectAll({ target }: Event): void {
  (target as HTMLInputElement).select();
}
