import { css } from 'lit';

/** The search and the filters; the page's style sheets are joined by it when the search is loaded. */
export const findStyles = css`
  .find {
    display: grid;
    gap: 0.5em;
    margin-block-end: 0.75em;
    padding: 0.6em;
    border: 1px solid var(--_line);
    border-radius: var(--_radius);
    background: var(--_surface);
  }

  .look {
    display: flex;
    gap: 0.4em;
    align-items: center;
  }

  .look > .icon {
    color: var(--_muted);
    margin-inline-start: 0.3em;
  }

  .look input {
    text-overflow: ellipsis;
  }

  .look input::-webkit-search-cancel-button {
    display: none;
  }

  .narrow,
  .chips {
    display: flex;
    flex-wrap: wrap;
    gap: 0.4em;
    align-items: center;
    font-size: 0.875em;
  }

  .narrow select {
    inline-size: auto;
    max-inline-size: 11em;
  }

  @container timeline (inline-size < 38em) {
    .narrow {
      display: grid;
      grid-template-columns: repeat(2, minmax(0, 1fr));
    }

    .narrow select {
      inline-size: 100%;
      max-inline-size: none;
    }

    .narrow select:nth-of-type(odd):last-of-type {
      grid-column: 1 / -1;
    }
  }

  .narrow :is(select, input) {
    min-block-size: 2.25em !important;
    padding-block: 0.2em !important;
  }

  .edge {
    display: inline-flex;
    gap: 0.35em;
    align-items: center;
    color: var(--_muted);
  }

  .edge input {
    flex: 1;
    inline-size: 7.5em !important;
  }

  .narrow .problem {
    flex-basis: 100%;
    grid-column: 1 / -1;
    font-size: 1em;
  }

  .find .chip {
    padding-block: 0;
    padding-inline-end: 0.1em;
    font-size: 1em;
    color: var(--_ink);
    overflow-wrap: anywhere;
  }

  .find .chip button {
    min-block-size: 1.75em;
    min-inline-size: 1.75em;
    padding: 0.1em;
  }

  .find .chip .icon {
    inline-size: 0.9em;
    block-size: 0.9em;
  }

  .found {
    font-size: 0.875em;
    color: var(--_muted);
    font-variant-numeric: tabular-nums;
  }
`;
