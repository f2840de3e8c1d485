import { css } from 'lit';

/** The page of the timeline: header, spine, markers, messages. */
export const timelineStyles = css`
  :host {
    container: timeline / inline-size;
    background: var(--_paper) !important;
    --_spine: 2.75em;
    --_gutter: clamp(0.75em, 3cqi, 1.75em);
    --_top: var(--nality-sticky-top, 0px);
  }

  .base {
    max-inline-size: 60em;
    margin-inline: auto;
    padding: var(--_gutter);
  }

  .header {
    display: flex;
    flex-wrap: wrap;
    gap: 0.6em 1em;
    align-items: center;
    margin-block-end: 0.75em;
  }

  .header ::slotted([slot='header']) {
    flex: 1 1 100%;
    margin: 0;
  }

  .count {
    flex: 1 0 auto;
    white-space: nowrap;
    color: var(--_muted);
    font-size: 0.9375em;
    font-variant-numeric: tabular-nums;
  }

  .header [name='add'] {
    margin-inline-start: auto;
  }

  slot[name='empty'] {
    text-align: center;
  }

  slot > .notice {
    padding-block-end: 0;
  }

  .begin {
    display: grid;
    justify-items: center;
    padding: 0.75em 1em 3em;
  }

  .order {
    display: inline-flex;
    gap: 0.5em;
    align-items: center;
    font-size: 0.9375em;
    color: var(--_muted);
  }

  .order select {
    inline-size: auto;
    min-block-size: 2.25em;
    padding-block: 0.2em;
    border-color: var(--_line);
    border-radius: 99em;
    font-size: 1em;
  }

  /* Two lines: what is there with what can be done, and the lists, which say what they are by what is chosen. */
  @container timeline (inline-size < 38em) {
    .header {
      gap: 0.5em;
    }

    .header [name='search'] {
      min-inline-size: 2.25em;
      padding: 0.3em;
    }

    .header :is(.order, [name='search']) > span {
      position: absolute;
      inline-size: 1px;
      overflow: hidden;
      clip-path: inset(50%);
      white-space: nowrap;
    }

    /* It takes the rest of a line of its own alone. */
    .count {
      flex-grow: 99;
    }

    .header [name='add'] {
      flex: 1 0 auto;
      margin: 0;
    }

    .order {
      order: 1;
      flex: 1 1 40%;
    }

    .order select {
      inline-size: 100%;
    }
  }

  /* Room for the header, so that nothing jumps when it comes. */
  .base[aria-busy='true'] > .header {
    min-block-size: 2.4em;
  }

  .banners:not(:empty),
  .banner[data-banner='recovered'] {
    margin-block-end: 0.75em;
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

  .group {
    position: relative;
    display: grid;
    grid-template-columns: minmax(0, 1fr);
  }

  .group::before {
    content: '';
    position: absolute;
    inset-block: 0;
    inset-inline-start: calc(var(--_spine) / 2 - 1px);
    border-inline-start: 1px solid var(--_line);
  }

  .marker {
    position: sticky;
    z-index: 2;
    inset-block-start: var(--_top);
    display: flex;
    gap: 0.4em;
    align-items: center;
    padding-block: 0.55em 0.4em;
    padding-inline-start: var(--_spine);
    background: linear-gradient(to bottom, var(--_paper) 78%, transparent);
    font: 500 1.25em / 1.1 var(--_font-heading);
    font-variant-numeric: lining-nums;
    letter-spacing: 0.01em;
    color: var(--_muted);
  }

  .marker::before {
    content: '';
    position: absolute;
    inset-inline-start: calc(var(--_spine) / 2 / 1.25 - 0.28em);
    inset-block-start: calc(50% - 0.2em);
    inline-size: 0.5em;
    block-size: 0.5em;
    border: 1.5px solid var(--_field-line);
    border-radius: 50%;
    background: var(--_paper);
  }

  /* Beside the marker that is at the upper edge, or below it, and in nobody's way. */
  .dates {
    position: sticky;
    z-index: 3;
    inset-block-start: var(--_top);
    display: grid;
    justify-content: end;
    block-size: 0;
  }

  .dates select {
    inline-size: auto;
    margin-block-start: 0.2em;
  }

  .entry {
    padding-block: 0.4em;
  }

  /* The room around what is drawn stands for what is not: no margin may run into another. */
  .life {
    display: flow-root;
  }

  @container timeline (inline-size < 44em) {
    .dates + .life .marker {
      padding-inline-end: 5em;
      overflow-wrap: anywhere;
    }

    /* What the marker, whose letters are larger, leaves free. */
    .dates select {
      max-inline-size: 6.25em;
    }
  }

  @container timeline (inline-size >= 44em) {
    .group {
      grid-template-columns: 7.25em minmax(0, 1fr);
      column-gap: 0.25em;
    }

    .group::before {
      inset-inline-start: calc(7.5em + var(--_spine) / 2 - 1px);
    }

    .marker {
      align-self: start;
      justify-content: flex-end;
      padding-block: 0.72em 0.5em;
      padding-inline: 0 0.35em;
      background: none;
      font-size: 1.75em;
      text-align: end;
      text-wrap: balance;
    }

    .marker::before {
      display: none;
    }

    .group:has(.marker[data-category]) .marker,
    .marker[id^='importance'],
    .marker[id^='undated'] {
      font-size: 1.25em;
      padding-block-start: 1.05em;
    }

    .dates {
      inline-size: 7.25em;
    }

    .dates select {
      max-inline-size: 100%;
      margin-block-start: 4.5em;
    }

    .list {
      padding-block-end: 0.5em;
    }
  }

  .ghost .line {
    display: block;
    block-size: 0.8em;
    margin-block: 0.5em;
  }

  .ghost .short {
    inline-size: 22%;
  }

  .ghost .title {
    block-size: 1.2em;
    inline-size: 55%;
  }

  .ghost .most {
    inline-size: 82%;
  }

  .marker .year {
    display: block;
    inline-size: 2.4em;
    block-size: 0.9em;
  }

  @media print {
    .header,
    .dates,
    .find,
    .toasts,
    .controls {
      display: none;
    }
  }
`;
