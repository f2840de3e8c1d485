import { css } from 'lit';

/** The cards on the spine. */
export const cardStyles = css`
  .card {
    --_hue: var(--_other);
    position: relative;
    display: grid;
    grid-template-columns: minmax(0, 1fr);
    gap: 0.75em 1.25em;
    align-items: start;
    margin-inline-start: var(--_spine);
    scroll-margin-block: calc(var(--_top) + 3.25em) 1em;
    padding: 0.85em 1.1em 0.95em;
    border: 1px solid var(--_line);
    border-radius: var(--_radius);
    background: var(--nality-timeline-card, var(--_surface));
    box-shadow: var(--_shadow);
    transition: border-color var(--_motion);
  }

  @container timeline (inline-size >= 30em) {
    .card:has(> .drawing) {
      grid-template-columns: minmax(0, 1fr) clamp(6em, 20cqi, 10em);
    }
  }

  /* The markers stand beside the cards. */
  @container timeline (inline-size >= 44em) {
    .card {
      scroll-margin-block-start: calc(var(--_top) + 1em);
    }
  }

  .card:hover {
    border-color: color-mix(in oklab, var(--_hue) 40%, var(--_line));
  }

  .card > :is(.editing-chip, .row-state, .inline) {
    grid-column: 1 / -1;
  }

  .marker[data-category] .icon {
    color: var(--_hue);
  }

  .medallion {
    position: absolute;
    inset-block-start: 0.75em;
    inset-inline-start: calc(var(--_spine) * -1 - 1px);
    display: grid;
    place-items: center;
    inline-size: 2.25em;
    block-size: 2.25em;
    margin-inline-start: calc((var(--_spine) - 2.25em) / 2);
    border-radius: 50%;
    background: color-mix(in oklab, var(--_hue) 15%, var(--_paper));
    color: var(--_hue);
    box-shadow: 0 0 0 4px var(--_paper);
  }

  .medallion .icon {
    vertical-align: 0;
  }

  .card[data-weight='heavy'] .medallion {
    background: var(--_hue);
    color: var(--_paper);
  }

  .card[data-weight='light'] .medallion {
    scale: 0.8;
  }

  .meta {
    display: flex;
    flex-wrap: wrap;
    gap: 0 0.9em;
    align-items: baseline;
    font-size: 0.875em;
    color: var(--_muted);
  }

  /* However long a word is that they hold, it breaks. */
  .meta > *,
  .tags > *,
  .tag > span {
    min-inline-size: 0;
  }

  .meta time {
    font-weight: 600;
    font-variant-numeric: lining-nums;
    color: color-mix(in oklab, var(--_hue) 80%, var(--_ink));
  }

  .place .icon {
    inline-size: 1em;
    block-size: 1em;
    margin-inline-end: 0.2em;
    vertical-align: -0.15em;
  }

  h4 {
    margin-block: 0.1em 0;
    font: 600 1.1875em / 1.3 var(--_font-heading);
    text-wrap: balance;
  }

  .card[data-weight='heavy'] h4 {
    font-size: 1.5em;
    line-height: 1.2;
    letter-spacing: -0.005em;
  }

  .card[data-weight='light'] h4 {
    font-size: 1.0625em;
  }

  .description {
    margin-block-start: 0.35em;
    max-inline-size: 62ch;
    text-wrap: pretty;
  }

  .description > span {
    white-space: pre-line;
  }

  .description.cut {
    display: -webkit-box;
    overflow: hidden;
    -webkit-box-orient: vertical;
    -webkit-line-clamp: 3;
    line-clamp: 3;
  }

  .more {
    font-size: 0.875em;
  }

  .foot {
    display: flex;
    flex-wrap: wrap;
    gap: 0.5em;
    align-items: center;
    margin-block-start: 0.5em;
  }

  .foot:not(:has(*)) {
    display: none;
  }

  mark {
    border-radius: 0.2em;
    background: color-mix(in oklab, var(--_warning) 30%, var(--_surface));
    color: var(--_ink);
  }

  .foot .tags {
    flex: 1 1 min-content;
  }

  .drawing {
    overflow: hidden;
    inline-size: min(100%, 16em);
    border-radius: var(--_radius-small);
  }

  .drawing img {
    display: block;
    inline-size: 100%;
    block-size: auto;
    aspect-ratio: auto 4 / 3;
    object-fit: contain;
  }

  .controls {
    display: flex;
    gap: 0.1em;
    align-items: center;
    margin-block: -0.3em -0.5em;
    margin-inline: auto -0.5em;
  }

  @media (hover: hover) {
    .card:not(:hover, :focus-within) .controls > .icon-only {
      opacity: 0;
    }
  }

  .editing-chip {
    --_avatar-size: 1.6em;
    display: inline-flex;
    gap: 0.5em;
    align-items: center;
    justify-self: start;
    padding-block: 0.15em;
    padding-inline: 0.2em 0.8em;
    border-radius: 99em;
    background: color-mix(in oklab, var(--_person) 16%, var(--_surface));
    color: color-mix(in oklab, var(--_person) 75%, var(--_ink));
    font-size: 0.875em;
    font-weight: 600;
  }

  .card[being-edited] {
    border-color: color-mix(in oklab, var(--_accent) 55%, var(--_line));
    box-shadow: inset 3px 0 0 var(--_accent);
  }

  .card[being-edited]:dir(rtl) {
    box-shadow: inset -3px 0 0 var(--_accent);
  }

  .card[data-state='queued'],
  .card[data-state='sending'] {
    border-style: dashed;
  }

  .card[data-state='failed'],
  .card[data-state='conflict'] {
    border-color: var(--_danger);
  }

  @media (forced-colors: active) {
    mark {
      background: Mark;
      color: MarkText;
    }

    .medallion {
      border: 1px solid CanvasText;
    }

    .card[data-weight='heavy'] .medallion {
      border-width: 3px;
    }

    .card[being-edited] {
      border-width: 3px;
    }
  }
`;
