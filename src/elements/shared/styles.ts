import { css } from 'lit';

/**
 * Ground rules of every widget's shadow root. What makes words readable is the tokens' alone: here `!important` wins over a page's
 * own. What the page says of the element as a box counts.
 */
export const base = css`
  :host {
    display: block;
    box-sizing: border-box;
    color: var(--_ink) !important;
    -webkit-text-fill-color: currentcolor !important;
    font: 400 var(--_font-size) / 1.5 var(--_font) !important;
    letter-spacing: normal !important;
    word-spacing: normal !important;
    text-align: start !important;
    text-indent: 0 !important;
    text-shadow: none !important;
    text-transform: none !important;
    white-space: normal !important;
    overflow-wrap: break-word !important;
    cursor: auto !important;
    -webkit-text-size-adjust: 100%;
    text-size-adjust: 100%;
  }

  /* What a page has made inline paints nothing behind what is in it, and is no container. */
  .base {
    background: inherit;
  }

  @container (inline-size >= 0) {
    .base {
      background: none;
    }
  }

  :host([hidden]),
  [hidden] {
    display: none !important;
  }

  *,
  *::before,
  *::after {
    box-sizing: border-box;
  }

  h2,
  h3,
  h4,
  p,
  ol,
  ul,
  dl,
  dd,
  figure,
  fieldset {
    margin: 0;
    padding: 0;
    border: 0;
    min-inline-size: 0;
  }

  ol,
  ul {
    list-style: none;
  }

  /* What people write keeps its own direction, and the page's edge. */
  :is([dir='auto'], bdi) {
    text-align: -webkit-match-parent;
    text-align: match-parent;
  }

  :focus-visible {
    outline: 2px solid var(--_focus);
    outline-offset: 2px;
  }

  .icon {
    inline-size: 1.25em;
    block-size: 1.25em;
    flex: none;
    fill: none;
    stroke: currentcolor;
    stroke-width: 1.6;
    stroke-linecap: round;
    stroke-linejoin: round;
    vertical-align: -0.25em;
  }

  .visually-hidden {
    position: absolute;
    inline-size: 1px;
    block-size: 1px;
    margin: -1px;
    overflow: hidden;
    clip-path: inset(50%);
    white-space: nowrap;
  }

  @media (forced-colors: active) {
    .icon {
      stroke: CanvasText;
    }
  }
`;

/** Buttons and links that act. `.primary` is the one main act of a view. */
export const buttons = css`
  button {
    display: inline-flex;
    align-items: center;
    justify-content: center;
    gap: 0.4em;
    min-block-size: 2.25em;
    padding: 0.3em 0.9em;
    border: 1px solid var(--_line);
    border-radius: 99em;
    background: var(--_surface);
    color: var(--_ink);
    font: inherit;
    font-size: 0.9375em;
    line-height: 1.3;
    cursor: pointer;
    transition:
      background-color var(--_motion),
      border-color var(--_motion);
  }

  button:hover {
    border-color: var(--_field-line);
    background: color-mix(in oklab, var(--_ink) 4%, var(--_surface));
  }

  button.primary {
    border-color: var(--_accent);
    background: var(--_accent);
    color: var(--_on-accent);
    font-weight: 600;
  }

  button.primary:hover {
    background: color-mix(in oklab, var(--_accent) 88%, var(--_ink));
  }

  button.quiet {
    border-color: transparent;
    background: transparent;
    color: var(--_muted);
  }

  button.quiet:hover {
    background: var(--_soft);
    color: var(--_ink);
  }

  button.icon-only {
    min-inline-size: 2.25em;
    padding: 0.3em;
  }

  button.link {
    min-block-size: 1.6em;
    padding: 0 0.15em;
    border: 0;
    border-radius: var(--_radius-small);
    background: none;
    color: var(--_accent);
    text-decoration: underline;
    text-decoration-thickness: from-font;
    text-underline-offset: 0.2em;
  }

  button.danger {
    color: var(--_danger);
  }

  button:disabled {
    opacity: 0.55;
    cursor: default;
  }

  @media (forced-colors: active) {
    button,
    button.primary,
    button.primary:hover {
      border-color: ButtonText;
      background: ButtonFace;
      color: ButtonText;
    }

    button.primary {
      border-width: 2px;
    }
  }
`;

/** Chips, banners, waiting shapes, and the state of a row: what all widgets show alike. */
export const notices = css`
  .chip {
    display: inline-flex;
    gap: 0.35em;
    align-items: center;
    max-inline-size: 100%;
    padding: 0.1em 0.6em;
    border: 1px solid var(--_line);
    border-radius: 99em;
    font-size: 0.8125em;
    color: var(--_muted);
  }

  /* Out of the way, but there: a live region is heard only if it was there before. */
  .banners:not(:has(*)) {
    position: absolute;
  }

  .banner {
    display: flex;
    flex-wrap: wrap;
    gap: 0.4em 0.75em;
    align-items: center;
    padding: 0.55em 0.9em;
    border: 1px solid var(--_line);
    border-radius: var(--_radius);
    background: color-mix(in oklab, var(--_warning) 8%, var(--_surface));
    font-size: 0.9375em;
  }

  .banner > span {
    flex: 1 1 10em;
  }

  .banner .icon {
    color: var(--_warning);
  }

  .notice {
    display: grid;
    gap: 0.6em;
    justify-items: center;
    max-inline-size: 34em;
    margin-inline: auto;
    padding: 3em 1em;
    text-align: center;
  }

  .notice h3 {
    font: 600 1.375em / 1.25 var(--_font-heading);
    text-wrap: balance;
  }

  .notice p {
    color: var(--_muted);
    text-wrap: pretty;
  }

  .notice > .icon {
    inline-size: 2.25em;
    block-size: 2.25em;
    color: var(--_accent);
    stroke-width: 1.2;
  }

  .skeleton {
    border-radius: var(--_radius-small);
    background: color-mix(in oklab, var(--_ink) 9%, transparent);
    animation: breathe 1.6s ease-in-out infinite alternate;
  }

  @keyframes breathe {
    to {
      opacity: 0.45;
    }
  }

  .row-state {
    display: flex;
    flex-wrap: wrap;
    gap: 0.3em 0.6em;
    align-items: center;
    font-size: 0.875em;
    color: var(--_muted);
  }

  .row-state .icon {
    inline-size: 1.1em;
    block-size: 1.1em;
  }

  .row-state[data-state='failed'],
  .row-state[data-state='conflict'] {
    align-items: baseline;
    padding: 0.5em 0.75em;
    border-radius: var(--_radius-small);
    background: color-mix(in oklab, var(--_danger) 9%, var(--_surface));
    color: var(--_danger);
  }

  /* Beside the picture of its state, however narrow it is. */
  .row-state .reason {
    flex: 1 1 min(14em, 100% - 2em);
  }

  @media (prefers-reduced-motion: reduce) {
    .skeleton {
      animation: none;
    }
  }

  @media (forced-colors: active) {
    .row-state[data-state='failed'],
    .row-state[data-state='conflict'],
    .skeleton {
      border: 1px solid CanvasText;
    }
  }
`;

/** A person's picture, or the initials in a colour of their own. */
export const avatars = css`
  .avatar {
    position: relative;
    display: inline-grid;
    place-items: center;
    inline-size: var(--_avatar-size, 2em);
    block-size: var(--_avatar-size, 2em);
    flex: none;
    border-radius: 50%;
    background: color-mix(in oklab, var(--_person) 22%, var(--_surface));
    color: color-mix(in oklab, var(--_person) 72%, var(--_ink));
    font-weight: 600;
    line-height: 1;
    user-select: none;
  }

  .avatar > span {
    font-size: calc(var(--_avatar-size, 2em) * 0.4);
  }

  .avatar > img {
    position: absolute;
    inset: 0;
    inline-size: 100%;
    block-size: 100%;
    border-radius: 50%;
    object-fit: cover;
    color: transparent;
  }

  [data-hue='0'] {
    --_person: var(--_family);
  }
  [data-hue='1'] {
    --_person: var(--_education);
  }
  [data-hue='2'] {
    --_person: var(--_career);
  }
  [data-hue='3'] {
    --_person: var(--_relationship);
  }
  [data-hue='4'] {
    --_person: var(--_achievement);
  }
  [data-hue='5'] {
    --_person: var(--_health);
  }
  [data-hue='6'] {
    --_person: var(--_travel);
  }
  [data-hue='7'] {
    --_person: var(--_personal);
  }

  @media (forced-colors: active) {
    .avatar {
      border: 1px solid CanvasText;
    }
  }
`;
