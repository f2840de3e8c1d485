import { css } from 'lit';

/** The panel of a live session. */
export const liveStyles = css`
  .live {
    display: grid;
    gap: 0.6em;
    flex: none;
    max-block-size: 65%;
    overflow-y: auto;
    padding: 0.75em 0.9em;
    border: 1px solid var(--_line);
    border-radius: var(--_radius);
    background: var(--_surface);
  }

  .live h3 {
    margin: 0;
    font-size: 1em;
  }

  .live :is(p, small) {
    margin: 0;
    font-size: 0.875em;
    color: var(--_muted);
  }

  .live .row {
    display: flex;
    flex-wrap: wrap;
    gap: 0.5em;
    align-items: center;
  }

  .live .row input {
    flex: 1 1 10em;
    inline-size: auto;
  }

  .live ul {
    display: grid;
    gap: 0.35em;
  }

  .live li {
    display: flex;
    gap: 0.5em;
    align-items: center;
    min-block-size: 2em;
  }

  .live .who {
    flex: 1;
    min-inline-size: 0;
    overflow-wrap: anywhere;
  }

  .live [data-status='offline'] .avatar {
    opacity: 0.55;
  }
`;
