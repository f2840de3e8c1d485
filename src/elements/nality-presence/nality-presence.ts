import { html, LitElement, nothing, type TemplateResult } from 'lit';
import { property } from 'lit/decorators.js';
import type { NalityError } from '../../core/errors.ts';
import { presenceFeature, type Presence, type PresentPerson } from '../../core/features/presence.ts';
import { uuidIn } from '../../core/lib/uuid.ts';
import { addressOf } from '../shared/address.ts';
import { avatar } from '../shared/avatar.ts';
import { CoreController } from '../shared/core-controller.ts';
import { formatRelative, localeOf } from '../shared/formats.ts';
import { icon, type IconName } from '../shared/icons.ts';
import { Minute } from '../shared/minute.ts';
import { StoreController } from '../shared/store-controller.ts';
import { avatars, base, buttons, notices } from '../shared/styles.ts';
import { common } from '../shared/text.ts';
import { tokens } from '../shared/tokens.ts';
import { warnOnce } from '../shared/warn.ts';
import { CalmStatus } from './calm-status.ts';
import { presenceStyles } from './nality-presence.styles.ts';
import { arrange, DEFAULT_MAX, type Arrangement } from './people.ts';
import { placeBelow } from '../shared/place-below.ts';
import { unsaid } from '../shared/unsaid.ts';
import { text } from './text.ts';
import { presenceView, type PresenceView } from './presence-view.ts';

/**
 * Who is here: online, away or offline, one entry per person, over all their tabs and devices. In the room of a timeline, a
 * family or a session, its members who are not there stand last, with the time when they were.
 *
 * @summary Who is here.
 * @example <nality-presence room="…"></nality-presence>
 * @slot header - What stands before the pictures.
 * @slot empty - Shown while nobody is there, in place of the widget's own words.
 * @slot sign-in - The page's own way to sign in, shown where signing in would help.
 * @csspart row - The pictures and the button beside them.
 * @csspart person - One of the pictures, with the dot that says how the person is there.
 * @csspart avatar - The picture itself, or the initials in its place.
 * @csspart status - The dot: a disc, a crescent or a ring.
 * @csspart more - The button that opens the list.
 * @csspart list - The list of all people.
 * @csspart entry - One of them.
 * @csspart name - Their name.
 * @csspart detail - How they are there, or when they were.
 * @csspart sight - The event that they are looking at: a link to it.
 * @csspart notice - Says why there is nobody to see, or that it may be out of date.
 * @csspart error - Says what went wrong.
 * @cssproperty [--nality-presence-size=2.25em] - Size of a picture.
 * @cssproperty [--nality-presence-ring=var(--nality-surface)] - Colour of the ring around a picture: the background that it lies on.
 */
export class NalityPresence extends LitElement {
  static override readonly styles = [tokens, base, buttons, notices, avatars, presenceStyles];

  /** The room: the id of a timeline's owner, a family or a session, or a name of the page's own. */
  @property({ converter: unsaid('') }) room = '';

  /** How many people are shown before `+3`. */
  @property({ type: Number }) max = DEFAULT_MAX;

  private readonly nality = new CoreController<string, Presence>(this, {
    // An id in the server's spelling; a name of the page's own keeps its case.
    key: () => uuidIn(this.room.trim()) ?? (this.room.trim() || undefined),
    acquire: (core, room, until) => core.use(presenceFeature, room, until),
  });
  private readonly people = new StoreController(this, () => this.nality.resource?.people);
  private readonly phase = new StoreController(this, () => this.nality.resource?.phase);
  private readonly identity = new StoreController(this, () => this.nality.core?.identity);
  private readonly connection = new StoreController(this, () => this.nality.core?.connection);

  private readonly status = new CalmStatus(this);

  constructor() {
    super();
    new Minute(this);
  }

  protected override render(): TemplateResult {
    return html`<slot name="header"></slot>${this.renderView()}`;
  }

  private renderView(): TemplateResult {
    const view = this.view();
    switch (view.name) {
      case 'people':
        return this.renderPeople(view.note);
      case 'loading':
        return loading();
      case 'failed':
        return problem(view.error, this.nality.resource?.reload);
      case 'no-room':
        warnOnce('<nality-presence> needs a room attribute.');
        return note('alert', text.noRoom);
      default:
        return quietNote(view.name);
    }
  }

  private view(): PresenceView {
    return presenceView({
      room: this.room.trim(),
      provider: this.nality.state,
      identity: this.identity.value,
      connection: this.connection.value,
      phase: this.phase.value,
      people: this.people.value ?? [],
    });
  }

  private get locale(): string {
    return localeOf(this, this.nality.lang);
  }

  private renderPeople(staleness: 'offline' | 'reconnecting' | undefined): TemplateResult {
    const people = arrange(this.people.value ?? [], this.max, this.locale);
    return html`<div class="row ${staleness ? 'stale' : ''}" part="row">
        <ul class="pile" aria-label=${text.label}>
          ${people.shown.map((person) => html`<li part="person" data-status=${person.status}>${this.renderPicture(person)}</li>`)}
        </ul>
        ${this.renderButton(people)} ${staleness ? staleNote(staleness) : nothing}
      </div>
      ${this.renderList(people, staleness === 'offline' ? text.stale : summary(people))}
      ${this.status.render(summary(people))}`;
  }

  private renderPicture(person: PresentPerson): TemplateResult {
    const { lookingAt } = person;
    const label = [
      nameOf(person),
      this.detail(person),
      ...(lookingAt ? [text.at(lookingAt.title)] : []),
    ].join(', ');
    return html`<span title=${label}>${avatar(person)}</span><span class="status" part="status"></span
      ><span class="visually-hidden">${label}</span>`;
  }

  private renderButton({ all, hidden }: Arrangement): TemplateResult {
    return html`<button class="all quiet" part="more" type="button" popovertarget="list">
      ${hidden > 0 ? html`<bdi dir="ltr">${text.overflow(hidden)}</bdi>` : icon('more')}
      <span class="visually-hidden">${text.showAll(all.length)}</span>
    </button>`;
  }

  private renderList(people: Arrangement, heading: string): TemplateResult {
    return html`<div
      id="list"
      class="list"
      part="list"
      popover
      role="group"
      aria-labelledby="heading"
      tabindex="0"
      @toggle=${this.onToggle}
    >
      <h2 id="heading">${heading}</h2>
      <ul>
        ${people.all.map((person) => this.renderEntry(person))}
      </ul>
    </div>`;
  }

  private renderEntry(person: PresentPerson): TemplateResult {
    return html`<li part="entry" data-status=${person.status}>
      <span class="person">${avatar(person)}<span class="status" part="status"></span></span>
      <span>
        <bdi class="name" part="name">${nameOf(person)}</bdi>
        <span class="detail" part="detail">${this.detail(person)}</span>
        ${sight(person)}
      </span>
    </li>`;
  }

  /** “online”, “away, you”, “last seen 2 hours ago”. */
  private detail({ status, lastSeen, me }: PresentPerson): string {
    const then = status === 'offline' && lastSeen !== null ? Date.parse(lastSeen) : Number.NaN;
    const state = Number.isNaN(then)
      ? text.status[status]
      : text.lastSeen(formatRelative(Math.min(then, Date.now()), Date.now(), this.locale));
    return me ? `${state}, ${text.you}` : state;
  }

  /** A focus that went with the list goes back to where it came from. */
  private onToggle(event: ToggleEvent): void {
    const button = this.renderRoot.querySelector<HTMLElement>('.all');
    if (!button) return;
    if (event.newState === 'open') {
      const list = event.target as HTMLElement;
      placeBelow(list, button);
      // In WebKit no Tab leads from the button into the list.
      list.focus({ preventScroll: true });
    } else if ([document.body, this].includes(document.activeElement as HTMLElement))
      button.focus({ preventScroll: true });
  }
}

type Quiet = Exclude<PresenceView['name'], 'people' | 'failed' | 'no-room' | 'loading'>;

function quietNote(name: Quiet): TemplateResult {
  switch (name) {
    case 'empty':
      return html`<slot name="empty">${note('people', text.empty)}</slot>`;
    case 'offline':
      return note('cloud-off', common.errors.offline.title);
    case 'sign-in':
      return note('people', html`${text.signIn} <slot name="sign-in"></slot>`);
    case 'denied':
      return note('lock', text.denied);
  }
}

function staleNote(name: 'offline' | 'reconnecting'): TemplateResult {
  return name === 'offline' ? note('cloud-off', text.stale) : note('retry', text.reconnecting);
}

function nameOf({ name }: PresentPerson): string {
  return name.trim() || common.someone;
}

/** The link leads the page's timeline there. */
function sight({ lookingAt }: PresentPerson): TemplateResult | typeof nothing {
  if (!lookingAt) return nothing;
  const { id, title } = lookingAt;
  return html`<a class="sight" part="sight" href=${addressOf('event', id)}><bdi>${text.at(title)}</bdi></a>`;
}

function summary({ all, here }: Arrangement): string {
  return here === 1 && all[0]?.me ? text.alone : text.here(here);
}

function note(name: IconName, words: string | TemplateResult): TemplateResult {
  return html`<p class="quiet-note" part="notice" role="status">${icon(name)}<span>${words}</span></p>`;
}

function problem({ code, retryable }: NalityError, retry: (() => void) | undefined): TemplateResult {
  const { title, advice } = common.errors[code];
  return html`<p class="quiet-note problem-note" part="error" role="alert">
    ${icon('alert')}<span
      ><strong>${title}.</strong> ${
        retryable && retry
          ? html`<button type="button" class="link" @click=${retry}>${common.banner.retry}</button>`
          : advice
      }</span
    >
  </p>`;
}

function loading(): TemplateResult {
  return html`<div class="row" aria-busy="true" part="row">
    <span class="visually-hidden" role="status">${text.loading}</span>
    <ul class="pile" aria-hidden="true">
      ${[0, 1, 2].map(() => html`<li class="skeleton"></li>`)}
    </ul>
  </div>`;
}

declare global {
  interface HTMLElementTagNameMap {
    'nality-presence': NalityPresence;
  }
}
