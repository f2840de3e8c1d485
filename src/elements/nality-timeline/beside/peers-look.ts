import { html, render, type LitElement, type ReactiveController } from 'lit';
import { repeat } from 'lit/directives/repeat.js';
import type { Timeline } from '../../../core/features/timeline.ts';
import { computed, watch } from '../../../core/lib/signal.ts';
import type { Nality } from '../../../core/nality.ts';
import { hueOf } from '../../shared/avatar.ts';
import { common } from '../../shared/text.ts';
import { cardIdOf } from '../keys.ts';

/** What is looked at. */
export interface PeersLookOptions {
  timeline: () => Timeline | undefined;
  core: () => Nality | undefined;
  /** The event that is being edited here. */
  edited: () => string | undefined;
}

/** Where a field of an event is written in a card. */
const PARTS: Readonly<Record<string, string>> = {
  title: 'title',
  description: 'description',
  location: 'place',
  start_date: 'date',
  end_date: 'date',
  tags: 'tags',
};

/**
 * What the others point at and write in, drawn over the timeline, and what I do there, told to them. It is decoration: what it says
 * is in the cards' own words, too.
 */
export class PeersLook implements ReactiveController {
  private readonly layer = document.createElement('div');
  private followed: Timeline | undefined;
  private end: AbortController | undefined;
  private names: ReadonlyMap<string, readonly { name: string }[]> = new Map();
  private marked = new Set<HTMLElement>();

  constructor(
    private readonly host: LitElement,
    private readonly options: PeersLookOptions,
  ) {
    this.layer.className = 'cursors';
    this.layer.setAttribute('aria-hidden', 'true');
    const root = host.renderRoot as ShadowRoot;
    root.addEventListener('pointermove', (event) => this.point(event as PointerEvent));
    for (const type of ['pointermove', 'pointerdown', 'focusin'])
      root.addEventListener(type, (event) => this.visit(event));
    host.addEventListener('pointerleave', () => this.timeline?.point(null));
    for (const type of ['focusin', 'keyup', 'pointerup', 'input'])
      root.addEventListener(type, (event) => this.select(event));
    root.addEventListener('focusout', () => this.timeline?.select(null));
    host.addController(this);
  }

  hostUpdated(): void {
    const { timeline } = this.options;
    if (timeline() !== this.followed) this.follow(timeline());
    this.draw();
  }

  hostDisconnected(): void {
    this.follow(undefined);
  }

  /** Nobody is told anything where nobody is. */
  private get timeline(): Timeline | undefined {
    return this.followed?.collaborators.get() ? this.followed : undefined;
  }

  private follow(timeline: Timeline | undefined): void {
    this.end?.abort();
    this.followed = timeline;
    const core = this.options.core();
    if (!timeline || !core) return;
    this.end = new AbortController();
    const { signal } = this.end;
    const { cursors, selections } = timeline;
    const people = computed(
      [cursors, selections],
      (pointing, selecting) => new Map([...pointing.keys(), ...selecting.keys()].map((id) => [id, [id]])),
    );
    watch(core.profiles.resolve(people), (names) => ((this.names = names), this.draw()), signal);
    for (const source of [cursors, selections]) watch<unknown>(source, () => this.draw(), signal);
  }

  private nameOf(id: string): string {
    return this.names.get(id)?.[0]?.name || common.someone;
  }

  private draw(): void {
    const base = this.host.renderRoot.querySelector('[part~="base"]');
    if (!base) return;
    if (this.layer.parentNode !== base) base.append(this.layer);
    const flags = [...(this.followed?.cursors.get() ?? [])].flatMap(([id, { subject, x, y }]) => {
      const card = subject && this.card(subject);
      return card ? [{ id, card, x, y }] : [];
    });
    const flag = ({ id }: { id: string }) =>
      html`<span class="cursor" data-hue=${hueOf(id)}><span dir="auto">${this.nameOf(id)}</span></span>`;
    render(
      repeat(flags, ({ id }) => id, flag),
      this.layer,
    );
    const origin = this.layer.getBoundingClientRect();
    for (const [i, { card, x, y }] of flags.entries()) {
      const at = card.getBoundingClientRect();
      const element = this.layer.children[i] as HTMLElement;
      element.style.translate = `${at.left - origin.left + x * at.width}px ${at.top - origin.top + y * at.height}px`;
    }
    this.markFields();
  }

  private markFields(): void {
    const marked = new Set<HTMLElement>();
    for (const [id, { subject, field }] of this.followed?.selections.get() ?? []) {
      for (const element of this.fieldsOf(subject, field)) {
        element.dataset['hue'] = String(hueOf(id));
        element.dataset['peer'] = this.nameOf(id);
        marked.add(element);
      }
    }
    for (const element of this.marked) {
      if (marked.has(element)) continue;
      delete element.dataset['hue'];
      delete element.dataset['peer'];
    }
    this.marked = marked;
  }

  /** Where a field is to be seen: in the open editor of the event, or in its card. */
  private fieldsOf(subject: string, field: string): readonly HTMLElement[] {
    const root = this.host.renderRoot;
    if (this.options.edited() !== subject)
      return found(this.card(subject)?.querySelector(`[part~="${PARTS[field] ?? 'none'}"]`));
    const name = /^(?:start|end)_date$/.test(field) ? `^="${field.replace('_date', '')}` : `="${field}`;
    return found(root.querySelector(`form [name${name}"]`)?.closest('.field, fieldset, .part'));
  }

  private card(id: string): HTMLElement | null {
    return this.host.renderRoot.querySelector<HTMLElement>(`[data-event-id="${CSS.escape(id)}"]`);
  }

  private visit(event: Event): void {
    const subject = cardIdOf(event.composedPath()[0] as Element) ?? this.options.edited();
    if (subject !== undefined) this.followed?.visit(subject);
  }

  private point(event: PointerEvent): void {
    if (event.pointerType === 'touch' || !this.timeline) return;
    const target = event.composedPath()[0] as Element;
    const card = target.closest('[data-event-id]');
    const subject = cardIdOf(target);
    if (!card || subject === undefined) return this.timeline.point(null);
    const { left, top, width, height } = card.getBoundingClientRect();
    const [x, y] = [(event.clientX - left) / width, (event.clientY - top) / height];
    this.timeline.point({ subject, x, y });
  }

  private select(event: Event): void {
    const subject = this.options.edited();
    const control = event.composedPath()[0] as HTMLInputElement;
    if (!this.timeline || subject === undefined || !control.matches('form [name]')) return;
    const [name = ''] = control.name.split('.');
    const field = { start: 'start_date', end: 'end_date', tag: 'tags' }[name] ?? name;
    const { start, end } = rangeOf(control);
    this.timeline.select({ subject, field, start, end });
  }
}

function found(element: Element | null | undefined): readonly HTMLElement[] {
  return element instanceof HTMLElement ? [element] : [];
}

/** Of controls that hold no text there is no range. */
function rangeOf(control: HTMLInputElement): { start: number; end: number } {
  try {
    return { start: control.selectionStart ?? 0, end: control.selectionEnd ?? 0 };
  } catch {
    return { start: 0, end: 0 };
  }
}
