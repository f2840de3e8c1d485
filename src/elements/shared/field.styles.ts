import { css } from 'lit';

/** Labelled form fields with hints and problems. */
export const fields = css`
  .field {
    display: grid;
    gap: 0.3em;
    align-content: start;
  }

  .field > label,
  .label,
  legend {
    padding: 0;
    font-size: 0.875em;
    font-weight: 600;
    color: var(--_ink);
  }

  .hint {
    font-size: 0.8125em;
    color: var(--_muted);
  }

  .problem {
    display: flex;
    gap: 0.35em;
    align-items: baseline;
    font-size: 0.875em;
    color: var(--_danger);
  }

  input:not([type='checkbox'], [type='range']),
  select,
  textarea {
    inline-size: 100%;
    min-inline-size: 0;
    min-block-size: 2.5em;
    padding: 0.4em 0.65em;
    border: 1px solid var(--_field-line);
    border-radius: var(--_radius-small);
    background: var(--_surface);
    color: var(--_ink);
    font: inherit;
    line-height: 1.4;
  }

  textarea {
    min-block-size: 6em;
    resize: vertical;
    field-sizing: content;
    max-block-size: 24em;
  }

  select {
    cursor: pointer;
  }

  input::placeholder,
  textarea::placeholder {
    color: var(--_muted);
    opacity: 1;
  }

  [aria-invalid='true'] {
    border-color: var(--_danger) !important;
    box-shadow: inset 0 0 0 1px var(--_danger);
  }

  input[type='checkbox'] {
    inline-size: 1.15em;
    block-size: 1.15em;
    margin: 0;
    accent-color: var(--_accent);
  }

  input[type='range'] {
    inline-size: 100%;
    block-size: 1.75em;
    margin: 0;
    accent-color: var(--_accent);
  }

  .check {
    display: inline-flex;
    gap: 0.5em;
    align-items: center;
    min-block-size: 2em;
    cursor: pointer;
  }
`;
