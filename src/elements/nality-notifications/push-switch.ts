import { html, nothing, type LitElement, type TemplateResult } from 'lit';
import { asNalityError } from '../../core/errors.ts';
import type { Notifications } from '../../core/features/notifications.ts';
import type { Push, PushOptions, PushStatus } from '../../core/features/push.ts';
import { signal, watch, type Readable } from '../../core/lib/signal.ts';
import type { Nality } from '../../core/nality.ts';
import { CoreController } from '../shared/core-controller.ts';
import { StoreController } from '../shared/store-controller.ts';
import { common } from '../shared/text.ts';
import { pushText as text } from './push-text.ts';
import { pushStyles } from './push.styles.ts';

/** The element, with what the page says of push. */
interface Host extends LitElement {
  readonly vapidKey: string;
  readonly pushWorker: string;
  readonly pushEndpoint: string;
}

/** Push that may still be on its way. */
interface Line {
  readonly status: Readable<PushStatus>;
  /** Turns it on or off; loads it first where that has failed. Inside a click. */
  turn(on: boolean): void;
}

/** Whether this browser notifies the person while no page is open: opens push, shows how it stands, and switches it. */
export class PushSwitch {
  readonly styles = pushStyles;
  private readonly nality: CoreController<string, Line>;
  private readonly status: StoreController<PushStatus>;
  /** What was asked for last: shown while it is done. */
  private wanted = false;

  constructor(
    private readonly host: Host,
    inbox: () => Notifications | undefined,
  ) {
    const shows = (id: string): boolean => inbox()?.shows(id) ?? false;
    this.nality = new CoreController(host, {
      key: () => (host.vapidKey ? [host.vapidKey, host.pushWorker, host.pushEndpoint].join(' ') : undefined),
      acquire(core, _key, until) {
        const { vapidKey, pushWorker, pushEndpoint } = host;
        const options = {
          vapidKey,
          worker: pushWorker || undefined,
          endpoint: pushEndpoint || undefined,
          shows,
        };
        return openLine(core, options, until);
      },
    });
    this.status = new StoreController(host, () => this.nality.resource?.status);
  }

  /** Whether the browser's permission is settled by it: nothing else has to ask. */
  get settles(): boolean {
    return this.now.name === 'on' || this.now.name === 'denied';
  }

  render(): TemplateResult {
    const { now } = this;
    const { name } = now;
    const possible = name !== 'unsupported' && name !== 'needs-home-screen';
    const on = name === 'loading' ? this.wanted : name === 'on';
    return html`<div class="push" part="push" data-push=${name}>
      ${
        possible
          ? html`<button
              type="button"
              role="switch"
              name="push"
              class="quiet"
              aria-checked=${on ? 'true' : 'false'}
              aria-disabled=${name === 'loading' || name === 'denied' ? 'true' : 'false'}
              aria-describedby="push-note"
              @click=${this.onClick}
            >
              <span class="track" aria-hidden="true"></span>${text.label}
            </button>`
          : nothing
      }
      <p id="push-note" role="status">${noteOf(now)}</p>
      ${
        name === 'failed'
          ? html`<button type="button" name="push-retry" class="link" @click=${this.onRetry}>
              ${common.banner.retry}
            </button>`
          : nothing
      }
    </div>`;
  }

  private get now(): PushStatus {
    return this.status.value ?? { name: 'loading' };
  }

  private turn(on: boolean): void {
    this.wanted = on;
    this.nality.resource?.turn(on);
  }

  private readonly onClick = (): void => {
    const { name } = this.now;
    if (name !== 'loading' && name !== 'denied') this.turn(name !== 'on');
  };

  /** The button goes; the focus stays. */
  private readonly onRetry = (): void => {
    this.host.renderRoot.querySelector<HTMLElement>('[name="push"]')?.focus();
    this.turn(true);
  };
}

function noteOf(now: PushStatus): string | typeof nothing {
  switch (now.name) {
    case 'unsupported':
    case 'needs-home-screen':
    case 'denied':
      return text[now.name];
    case 'failed':
      return text.failed(common.errors[now.error.code].title);
    default:
      return nothing;
  }
}

function openLine(core: Nality, options: PushOptions, until: AbortSignal): Line {
  const status = signal<PushStatus>({ name: 'loading' });
  let push: Push | undefined;
  const load = async (): Promise<void> => {
    status.set({ name: 'loading' });
    try {
      push = await core.push(options, until);
      watch(push.status, status.set, until);
    } catch (error) {
      status.set({ name: 'failed', error: asNalityError(error) });
    }
  };
  void load();
  return { status, turn: (on) => void (push ? (on ? push.enable() : push.disable()) : load()) };
}
