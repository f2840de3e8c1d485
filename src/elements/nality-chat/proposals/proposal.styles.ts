import { css } from 'lit';

/** Events that are proposed. */
export const proposalStyles = css`
  .proposal {
    display: grid;
    gap: 0.4em;
    inline-size: min(30em, 100%);
    padding: 0.8em 1em;
    border: 1px solid var(--_line);
    border-inline-start: 3px solid var(--_hue);
    border-radius: var(--_radius);
    background: var(--_surface);
    box-shadow: var(--_shadow);
    overflow-wrap: anywhere;
  }

  .kind,
  .meta {
    display: flex;
    flex-wrap: wrap;
    gap: 0.25em 0.9em;
    align-items: center;
    font-size: 0.875em;
    color: var(--_muted);
  }

  .kind {
    flex-wrap: nowrap;
    gap: 0.4em;
    font-weight: 600;
    color: var(--_hue);
  }

  .proposal h4 {
    font: 600 1.0625em / 1.3 var(--_font-heading);
  }

  .description {
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
`;
