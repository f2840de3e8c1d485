import { css } from 'lit';

/** Comments and threads. */
export const commentsStyles = css`
  :host {
    container: comments / inline-size;
    background: var(--_paper) !important;
    --_avatar-size: 2.25em;
    --_gap: 0.75em;
  }

  .base {
    display: grid;
    gap: 1em;
    max-inline-size: 46em;
    margin-inline: auto;
    padding: clamp(0.75em, 3cqi, 1.5em);
  }

  h2 {
    font: 500 1.25em / 1.2 var(--_font-heading);
  }

  .muted,
  .tombstone,
  .invitation {
    color: var(--_muted);
    font-size: 0.875em;
  }

  h2 .muted {
    font: 0.8em var(--_font);
  }

  .threads,
  .threads > li {
    display: grid;
    gap: 1.25em;
  }

  .threads > li,
  .replies,
  .replies > ol {
    display: grid;
    gap: 0.75em;
    min-inline-size: 0;
  }

  .replies {
    justify-items: start;
    margin-inline-start: calc(var(--_avatar-size) / 2);
    padding-inline-start: calc(var(--_avatar-size) / 2 + var(--_gap));
    border-inline-start: 1px solid var(--_line);
    --_avatar-size: 1.75em;
  }

  .replies > ol,
  .replies > .composer {
    inline-size: 100%;
  }

  /* Nothing but an empty list in it. */
  .replies:not(:has(li, form)) {
    display: none;
  }

  .comment {
    display: grid;
    grid-template-columns: auto minmax(0, 1fr);
    gap: 0 var(--_gap);
    padding: 0.35em 0.5em;
    margin: -0.35em -0.5em;
    border-radius: var(--_radius);
    scroll-margin-block: 5em;
    transition: background-color var(--_motion);
  }

  .comment[data-linked] {
    background: color-mix(in oklab, var(--_accent) 12%, transparent);
  }

  .words {
    display: grid;
    gap: 0.25em;
    min-inline-size: 0;
  }

  .meta {
    display: flex;
    flex-wrap: wrap;
    gap: 0 0.6em;
    align-items: baseline;
  }

  .author,
  .mention {
    font-weight: 600;
  }

  .mention,
  .content a {
    color: var(--_accent);
  }

  .meta > :not(.author) {
    color: var(--_muted);
    font-size: 0.875em;
  }

  .meta a {
    color: inherit;
    text-decoration: none;
  }

  .meta a:is(:hover, :focus-visible) {
    text-decoration: underline;
  }

  .content {
    white-space: pre-wrap;
    overflow-wrap: anywhere;
  }

  .controls {
    display: flex;
    flex-wrap: wrap;
    gap: 0 1em;
    margin-inline-start: -0.15em;
  }

  .controls button {
    color: var(--_muted);
    font-size: 0.875em;
    min-block-size: 1.75em;
    text-decoration: none;
  }

  .controls button:hover {
    color: var(--_accent);
    text-decoration: underline;
  }

  [part='more'] {
    justify-self: start;
  }

  .tombstone {
    padding: 0.5em 0.75em;
    border: 1px dashed var(--_line);
    border-radius: var(--_radius);
  }

  .pill {
    position: sticky;
    z-index: 2;
    inset-block-end: 0.75em;
    justify-self: center;
  }

  .pill button {
    box-shadow: var(--_shadow);
  }

  .line {
    display: block;
    block-size: 0.9em;
    margin-block: 0.2em;
  }

  .avatar.skeleton {
    --_person: var(--_ink);
  }

  .short {
    inline-size: 8em;
  }

  .notice {
    padding-block: 1.5em;
  }

  @container comments (inline-size < 24em) {
    .threads {
      --_avatar-size: 1.75em;
      --_gap: 0.5em;
    }
  }

  @media (forced-colors: active) {
    .comment[data-linked] {
      outline: 2px solid Highlight;
    }
  }
`;
