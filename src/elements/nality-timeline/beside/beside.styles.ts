import { css } from 'lit';

/** What stands beside the words of events. */
export const besideStyles = css`
  .card > :is(.media, .upload, .versions, div:has(> .row-state)) {
    grid-column: 1 / -1;
  }

  .media {
    display: flex;
    flex-wrap: wrap;
    gap: 0.4em;
  }

  /* Of one size before anything is loaded, so that nothing jumps. */
  .tile {
    position: relative;
    display: grid;
    gap: 0.15em;
    align-content: center;
    justify-items: center;
    inline-size: 5.25em;
    block-size: 5.25em;
    padding: 0;
    overflow: hidden;
    border-radius: var(--_radius-small);
    background: var(--_soft);
    color: var(--_muted);
  }

  .tile img {
    position: absolute;
    inset: 0;
    inline-size: 100%;
    block-size: 100%;
    object-fit: cover;
  }

  .tile span {
    max-inline-size: 100%;
    padding-inline: 0.4em;
    overflow: hidden;
    font-size: 0.75em;
    text-overflow: ellipsis;
    white-space: nowrap;
  }

  .tile img ~ .length {
    position: absolute;
    inset-block-end: 0.3em;
    inset-inline-end: 0.3em;
    display: flex;
    gap: 0.25em;
    align-items: center;
    border-radius: var(--_radius-small);
    background: var(--_surface);
    color: var(--_ink);
  }

  .tile .length {
    font-variant-numeric: tabular-nums;
  }

  .tile.rest {
    font-weight: 600;
  }

  .tile:is([data-state='queued'], [data-state='sending']) {
    border-style: dashed;
  }

  .tile:is([data-state='failed'], [data-state='conflict']) {
    border-color: var(--_danger);
  }

  .upload {
    display: flex;
    flex-wrap: wrap;
    gap: 0.3em 0.6em;
    align-items: center;
  }

  .upload .name {
    flex: 0 1 auto;
    max-inline-size: 16em;
    overflow: hidden;
    text-overflow: ellipsis;
    white-space: nowrap;
    color: var(--_ink);
  }

  .upload progress {
    flex: 1 1 5em;
    min-inline-size: 3em;
    max-inline-size: 14em;
    block-size: 0.5em;
    accent-color: var(--_accent);
  }

  .upload .amount {
    min-inline-size: 2.5em;
    font-variant-numeric: tabular-nums;
  }

  .upload .wide {
    flex: 1 1 100%;
  }

  .upload .acts {
    gap: 0.2em;
    margin-inline-start: auto;
  }

  .files {
    display: grid;
    gap: 0.5em;
    justify-items: start;
  }

  .files > :is(.media, .upload) {
    inline-size: 100%;
  }

  .versions {
    justify-self: start;
    font-size: 0.875em;
  }

  .comment-count {
    display: inline-flex;
    gap: 0.3em;
    align-items: center;
    font-size: 0.875em;
    font-variant-numeric: tabular-nums;
    color: var(--_muted);
  }

  [dropping] {
    outline: 2px dashed var(--_accent);
    outline-offset: 2px;
  }

  .base {
    position: relative;
    overflow-x: clip;
  }

  .cursors {
    position: absolute;
    z-index: 3;
    inset-block-start: 0;
    left: 0;
    inline-size: 0;
    block-size: 0;
    pointer-events: none;
  }

  .cursor {
    position: absolute;
    left: 0;
    display: block;
    transition: translate 120ms linear;
  }

  .cursor::before {
    content: '';
    display: block;
    inline-size: 0.6em;
    block-size: 0.6em;
    border-radius: 0 50% 50%;
    background: var(--_person);
  }

  .cursor > span {
    display: block;
    max-inline-size: 9em;
    margin-inline-start: 0.5em;
    padding: 0.05em 0.55em;
    overflow: hidden;
    border-radius: 99em;
    background: var(--_person);
    color: var(--_surface);
    font-size: 0.75em;
    font-weight: 600;
    text-overflow: ellipsis;
    white-space: nowrap;
  }

  [data-peer] {
    border-radius: var(--_radius-small);
    outline: 2px solid var(--_person);
    outline-offset: 2px;
  }

  :is(.field, fieldset, .part)[data-peer] {
    position: relative;
  }

  :is(.field, fieldset, .part)[data-peer]::after {
    content: attr(data-peer);
    content: attr(data-peer) / '';
    position: absolute;
    inset-block-start: -0.6em;
    inset-inline-end: 0.5em;
    max-inline-size: 9em;
    padding: 0.05em 0.55em;
    overflow: hidden;
    border-radius: 99em;
    background: var(--_person);
    color: var(--_surface);
    font-size: 0.75em;
    font-weight: 600;
    text-overflow: ellipsis;
    white-space: nowrap;
  }

  /* A small screen is not covered with what is only decoration. */
  @container timeline (inline-size < 26em) {
    .cursors {
      display: none;
    }
  }

  @media (prefers-reduced-motion: reduce) {
    .cursor {
      transition: none;
    }
  }

  @media (forced-colors: active) {
    .cursor > span,
    [data-peer]::after {
      border: 1px solid CanvasText;
    }
  }

  @media print {
    .cursors,
    .upload {
      display: none;
    }
  }
`;
