import { css } from 'lit';

/** Events that are proposed. */
export const proposalStyles = css`
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
    flex-wrap: nowrap;
    gap: 0.4em;
    font-weight: 600;
    color: var(--_category);
  }

  .proposal .meta .icon {
    inline-size: 1.1em;
    block-size: 1.1em;
  }

  .proposal h4 {
    font: 600 1.0625em / 1.3 var(--_font-heading);
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
`;
