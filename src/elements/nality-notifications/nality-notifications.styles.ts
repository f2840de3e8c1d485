import { css } from 'lit';

/** The list, the bell with what opens from it, and short messages. */
export const notificationsStyles = css`
  :host {
    --_gap: 0.75em;
    --_avatar-size: 2.25em;
  }

  :host([placement='popover']) {
    display: inline-block;
  }

  :host([placement='inline']),
  .panel {
    container: notifications / inline-size;
  }

  :host([placement='inline']) {
    background: var(--_surface) !important;
  }

  .base {
    max-inline-size: 46em;
    margin-inline: auto;
    padding: var(--_gap);
  }

  .base:focus-visible,
  .notification:focus-visible {
    outline-offset: -2px;
  }

  .header {
    display: flex;
    flex-wrap: wrap;
    gap: 0.2em 1em;
    align-items: baseline;
    padding-inline: 0.5em;
  }

  .header h2,
  .header ::slotted([slot='header']) {
    flex: 1 1 auto;
    margin: 0;
    font: 600 1.25em / 1.3 var(--_font-heading);
  }

  .header button {
    font-size: 0.875em;
    text-align: start;
  }

  .banners:not(:empty) {
    margin-block-start: 0.5em;
  }

  /* A short interruption is not worth a word. */
  .banner:is([data-banner='reconnecting'], [data-banner='offline']) {
    animation: appear 1ms 700ms backwards;
  }

  @keyframes appear {
    from {
      opacity: 0;
    }
  }

  .notice {
    padding: 2em 1em;
  }

  .day {
    padding: 1em 0.5em 0.3em;
    font: 600 0.8125em / 1.4 var(--_font);
    color: var(--_muted);
  }

  .day::first-letter {
    text-transform: uppercase;
  }

  .notification {
    position: relative;
    display: grid;
    grid-template-columns: auto minmax(0, 1fr) auto;
    gap: 0 0.75em;
    padding: 0.6em 0.5em;
    border-radius: var(--_radius-small);
    margin-block-end: 2px;
  }

  .notification:is(:hover, :focus-within) {
    background: var(--_soft);
  }

  .notification[data-unread] {
    background: color-mix(in oklab, var(--_accent) 9%, transparent);
  }

  /* Told by weight and by a mark as well as by colour. */
  .notification[data-unread] h4 {
    font-weight: 700;
  }

  .notification[data-unread]::before,
  .dot {
    inline-size: 0.6em;
    block-size: 0.6em;
    border: 1.5px solid currentcolor;
    border-radius: 50%;
  }

  .notification[data-unread]::before {
    content: '';
    border-color: var(--_accent);
    background: var(--_accent);
    position: absolute;
    inset-block-start: 0.35em;
    inset-inline-start: 0.3em;
    box-shadow: 0 0 0 2px var(--_surface);
    z-index: 1;
  }

  .picture {
    padding-block-start: 0.1em;
  }

  .medallion {
    display: grid;
    place-items: center;
    inline-size: var(--_avatar-size);
    block-size: var(--_avatar-size);
    border-radius: 50%;
    background: color-mix(in oklab, var(--_tone) 14%, var(--_surface));
    color: var(--_tone);
  }

  [data-type] {
    --_tone: var(--_accent);
  }
  [data-type='warning'] {
    --_tone: var(--_warning);
  }
  [data-type='error'] {
    --_tone: var(--_danger);
  }
  [data-type='success'] {
    --_tone: var(--_online);
  }

  .words h4 {
    margin: 0;
    font: 500 1em / 1.35 var(--_font);
  }

  .message {
    overflow: hidden;
    display: -webkit-box;
    -webkit-box-orient: vertical;
    -webkit-line-clamp: 3;
    line-height: 1.4;
    color: var(--_muted);
    font-size: 0.9375em;
  }

  .meta {
    display: flex;
    flex-wrap: wrap;
    gap: 0.1em 0.75em;
    align-items: center;
    font-size: 0.8125em;
    color: var(--_muted);
  }

  .chip {
    border-color: color-mix(in oklab, var(--_tone) 45%, transparent);
    color: var(--_tone);
    font-size: 1em;
  }

  a {
    color: var(--_accent);
    text-underline-offset: 0.2em;
  }

  .controls {
    display: flex;
    align-items: start;
  }

  .controls button {
    min-block-size: 2em;
    min-inline-size: 2em;
    padding: 0.2em;
  }

  @container notifications (inline-size < 24em) {
    .notification {
      grid-template-columns: auto minmax(0, 1fr);
    }

    .meta {
      min-block-size: 2.5em;
      padding-inline-end: 5em;
    }

    /* In the line of the time, unless something stands below that. */
    .controls {
      grid-column: 2;
      justify-self: end;
      margin-block-start: -2em;
    }

    .words:has(.row-state) + .controls {
      margin: 0;
    }
  }

  .pill {
    position: sticky;
    z-index: 2;
    inset-block-start: 0.5em;
    display: flex;
    /* It takes no room: nothing moves when it comes. */
    block-size: 2.25em;
    margin: 0 auto -2.25em;
    box-shadow: var(--_shadow);
  }

  [name='more'] {
    display: flex;
    margin: 0.75em auto 0.25em;
  }

  .notification .skeleton {
    display: block;
    block-size: 0.9em;
    margin-block: 0.25em;
  }

  .notification .short {
    inline-size: 40%;
  }

  .notification .round {
    inline-size: var(--_avatar-size);
    block-size: var(--_avatar-size);
    border-radius: 50%;
  }

  .bell {
    position: relative;
    min-block-size: 2.5em;
    min-inline-size: 2.5em;
    padding: 0.3em;
    color: var(--_ink);
  }

  .badge {
    position: absolute;
    inset-block-start: -0.1em;
    inset-inline-start: 55%;
    min-inline-size: 1.5em;
    padding: 0.1em 0.4em;
    border-radius: 99em;
    background: var(--nality-notifications-badge, var(--_danger));
    color: var(--_surface);
    font: 700 0.6875em / 1.4 var(--_font);
    font-variant-numeric: tabular-nums;
    text-align: center;
  }

  .panel {
    position: fixed;
    background: var(--_surface);
    inset: auto;
    inline-size: min(26em, calc(100vw - 1rem));
    max-block-size: min(var(--nality-notifications-height, 36em), 80vh);
    margin: 0;
    padding: 0;
    overflow-y: auto;
    overscroll-behavior: contain;
    border: 1px solid var(--_line);
    border-radius: var(--_radius);
    color: var(--_ink);
    box-shadow: var(--_shadow);
  }

  :host([placement='toast']) .toasts {
    position: fixed;
    z-index: var(--nality-notifications-layer, 1000);
    inset-block: auto 1rem;
    inset-inline: auto 1rem;
    inline-size: min(24em, calc(100vw - 2rem));
    block-size: auto;
    padding: 0;
    justify-items: stretch;
  }

  :host([placement='toast']) .toast {
    justify-content: space-between;
    align-items: start;
    padding-block: 0.6em;
  }

  .news {
    display: flex;
    gap: 0.6em;
    min-inline-size: 0;
  }

  .news strong {
    display: block;
  }

  .news .message {
    color: inherit;
  }

  @media (forced-colors: active) {
    .notification[data-unread]::before,
    .badge {
      border: 1px solid CanvasText;
      background: CanvasText;
      color: Canvas;
      forced-color-adjust: none;
    }

    .notification[data-unread] {
      border: 1px solid CanvasText;
    }
  }
`;
