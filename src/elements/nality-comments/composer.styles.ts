import { css } from 'lit';

/** The fields to write in, and the list of people to mention. */
export const composerStyles = css`
  .composer {
    position: relative;
    display: grid;
    border: 1px solid var(--_field-line);
    border-radius: var(--_radius);
    background: var(--_surface);
  }

  .composer:focus-within {
    outline: 2px solid var(--_focus);
    outline-offset: 1px;
  }

  .composer textarea {
    min-block-size: 3em;
    padding: 0.65em 0.8em 0.2em;
    border: 0;
    border-radius: inherit;
    background: none;
    outline: none;
    resize: none;
    box-shadow: none;
  }

  .bar {
    display: flex;
    flex-wrap: wrap;
    gap: 0.5em;
    align-items: center;
    justify-content: flex-end;
    padding: 0.3em 0.4em 0.4em;
  }

  .bar slot {
    flex: 1 1 auto;
  }

  .people {
    position: absolute;
    z-index: 3;
    inset-block-start: calc(100% + 0.25em);
    inset-inline: 0;
    max-inline-size: 22em;
    padding: 0.3em;
    border: 1px solid var(--_line);
    border-radius: var(--_radius);
    background: var(--_surface);
    box-shadow: var(--_shadow);
    --_avatar-size: 1.75em;
  }

  .people li {
    display: flex;
    gap: 0.6em;
    align-items: center;
    padding: 0.3em 0.5em;
    border-radius: var(--_radius-small);
    cursor: pointer;
  }

  .people li:is(:hover, [aria-selected='true']) {
    background: color-mix(in oklab, var(--_accent) 14%, transparent);
  }

  @media (forced-colors: active) {
    .people [aria-selected='true'] {
      outline: 2px solid Highlight;
    }
  }
`;
