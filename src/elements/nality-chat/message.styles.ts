import { css } from 'lit';

/** Messages, what is in them, and proposals. */
export const messageStyles = css`
  .entry {
    display: flex;
    gap: 0.6em;
    align-items: start;
  }

  .entry[data-first] {
    margin-block-start: 0.65em;
  }

  .picture {
    flex: none;
    inline-size: 2em;
    padding-block-start: 0.15em;
  }

  [data-author='assistant'] .avatar {
    background: var(--_accent);
    color: var(--_on-accent);
  }

  .words {
    display: grid;
    gap: 0.3em;
    flex: 1;
    justify-items: start;
    min-inline-size: 0;
  }

  [data-author='me'] .words {
    justify-items: end;
  }

  .by {
    display: flex;
    flex-wrap: wrap;
    gap: 0 0.6em;
    align-items: baseline;
    font-size: 0.8125em;
    color: var(--_muted);
  }

  .by .name {
    font-weight: 600;
    color: var(--_ink);
  }

  .message {
    display: grid;
    gap: 0.25em;
    max-inline-size: 100%;
    min-inline-size: 0;
  }

  [data-author='me'] .message {
    justify-items: end;
  }

  .bubble {
    max-inline-size: min(38em, 100%);
    padding: 0.5em 0.85em;
    border: 1px solid var(--_line);
    border-radius: var(--_radius);
    background: var(--_surface);
    overflow-wrap: anywhere;
  }

  .bubble:has(.text:empty) {
    display: none;
  }

  [data-author='me'] .bubble {
    border-color: transparent;
    background: color-mix(in oklab, var(--_accent) 14%, var(--_surface));
  }

  [data-author='system'] .words {
    justify-items: center;
    font-size: 0.875em;
    color: var(--_muted);
  }

  [data-author='system'] .bubble {
    border: 0;
    background: none;
  }

  .plain {
    display: block;
    white-space: pre-wrap;
  }

  .rich {
    display: grid;
    grid-template-columns: minmax(0, 1fr);
    gap: 0.6em;
  }

  .rich h4,
  .proposal h4 {
    font: 600 1.0625em / 1.3 var(--_font-heading);
  }

  .rich :is(ul, ol) {
    display: grid;
    grid-template-columns: minmax(0, 1fr);
    gap: 0.25em;
    padding-inline-start: 1.5em;
    list-style: revert;
  }

  .rich blockquote {
    margin: 0;
    padding-inline-start: 0.8em;
    border-inline-start: 3px solid var(--_line);
    color: var(--_muted);
  }

  .rich hr {
    inline-size: 100%;
    margin: 0;
    border: 0;
    border-block-start: 1px solid var(--_line);
  }

  .rich :is(code, pre) {
    font-family: ui-monospace, 'Liberation Mono', monospace;
    font-size: 0.9375em;
  }

  .rich :not(pre) > code {
    padding: 0.1em 0.3em;
    border-radius: 0.3em;
    background: var(--_soft);
  }

  .code {
    position: relative;
  }

  .code pre {
    margin: 0;
    padding: 0.7em 3em 0.7em 0.9em;
    overflow-x: auto;
    border-radius: var(--_radius-small);
    background: var(--_soft);
    overflow-wrap: normal;
  }

  .code button {
    position: absolute;
    inset-block-start: 0.25em;
    inset-inline-end: 0.25em;
  }

  a {
    color: var(--_accent);
  }

  .host {
    font-size: 0.875em;
    color: var(--_muted);
  }

  .foot {
    display: flex;
    flex-wrap: wrap;
    gap: 0.25em 0.6em;
    align-items: center;
    font-size: 0.875em;
    color: var(--_muted);
  }

  .proposal {
    --_category: var(--_other);
    display: grid;
    gap: 0.4em;
    inline-size: min(30em, 100%);
    padding: 0.8em 1em;
    border: 1px solid var(--_line);
    border-inline-start: 3px solid var(--_category);
    border-radius: var(--_radius);
    background: var(--_surface);
    box-shadow: var(--_shadow);
  }

  .kind,
  .proposal .meta {
    display: flex;
    flex-wrap: wrap;
    gap: 0.25em 0.9em;
    align-items: center;
    font-size: 0.875em;
    color: var(--_muted);
  }

  .kind {
    gap: 0.4em;
    font-weight: 600;
    color: var(--_category);
  }

  .proposal .meta .icon {
    inline-size: 1.1em;
    block-size: 1.1em;
  }

  .proposal .description {
    white-space: pre-line;
  }

  .proposal .acts {
    display: flex;
    flex-wrap: wrap;
    gap: 0.4em;
    margin-block-start: 0.2em;
  }

  .review {
    display: grid;
    gap: 0.7em;
  }

  [data-category='personal'] {
    --_category: var(--_personal);
  }
  [data-category='education'] {
    --_category: var(--_education);
  }
  [data-category='career'] {
    --_category: var(--_career);
  }
  [data-category='family'] {
    --_category: var(--_family);
  }
  [data-category='travel'] {
    --_category: var(--_travel);
  }
  [data-category='achievement'] {
    --_category: var(--_achievement);
  }
  [data-category='health'] {
    --_category: var(--_health);
  }
  [data-category='relationship'] {
    --_category: var(--_relationship);
  }

  @container chat (inline-size < 26em) {
    .picture {
      display: none;
    }
  }

  @media (forced-colors: active) {
    [data-author='me'] .bubble {
      border-color: CanvasText;
    }
  }
`;
