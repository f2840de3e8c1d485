import { css } from 'lit';

/** What an event looks like wherever it is shown: the colour of its category, `--_hue`, and its tags. */
export const eventStyles = css`
  [data-category] {
    --_hue: var(--_other);
  }
  [data-category='personal'] {
    --_hue: var(--_personal);
  }
  [data-category='education'] {
    --_hue: var(--_education);
  }
  [data-category='career'] {
    --_hue: var(--_career);
  }
  [data-category='family'] {
    --_hue: var(--_family);
  }
  [data-category='travel'] {
    --_hue: var(--_travel);
  }
  [data-category='achievement'] {
    --_hue: var(--_achievement);
  }
  [data-category='health'] {
    --_hue: var(--_health);
  }
  [data-category='relationship'] {
    --_hue: var(--_relationship);
  }

  .tags {
    display: flex;
    flex-wrap: wrap;
    gap: 0.3em;
  }

  .tag {
    padding: 0.05em 0.6em;
    border-radius: 99em;
    background: var(--_soft);
    font-size: 0.8125em;
    color: var(--_muted);
  }
`;
