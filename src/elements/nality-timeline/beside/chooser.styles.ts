import { css } from 'lit';

/** Both versions of an event, and the list of what was replaced. */
export const chooserStyles = css`
  dialog:is(.chooser, [part~='versions'])[open] {
    flex-direction: column;
  }

  fieldset.versions {
    justify-self: stretch;
    display: grid;
    gap: 0.5em;
    grid-template-columns: repeat(auto-fit, minmax(min(100%, 11em), 1fr));
    font-size: 1em;
  }

  .versions legend {
    margin-block-end: 0.35em;
    padding: 0;
    font-weight: 600;
  }

  .version {
    display: flex;
    gap: 0.5em;
    align-items: start;
    padding: 0.6em 0.75em;
    border: 1px solid var(--_line);
    border-radius: var(--_radius-small);
    cursor: pointer;
  }

  .version:has(:checked) {
    border-color: var(--_accent);
    background: color-mix(in oklab, var(--_accent) 8%, var(--_surface));
  }

  .version input {
    flex: none;
    inline-size: auto;
    min-block-size: 0;
    margin-block-start: 0.3em;
    accent-color: var(--_accent);
  }

  .version > span {
    display: grid;
    min-inline-size: 0;
    overflow-wrap: anywhere;
    white-space: pre-line;
  }

  .version strong {
    font-size: 0.8125em;
    color: var(--_muted);
  }

  .preview {
    display: grid;
    gap: 0.4em;
    padding: 0.85em 1em;
    border-radius: var(--_radius-small);
    background: var(--_soft);
  }

  .preview h4 {
    margin: 0;
    font: 600 0.8125em var(--_font);
    color: var(--_muted);
  }

  .preview .title {
    font: 600 1.1875em / 1.3 var(--_font-heading);
  }

  .preview .tags {
    margin-block-start: 0.4em;
  }

  .preview .tag {
    padding-inline-end: 0.6em;
  }

  .replaced {
    display: grid;
    gap: 1em;
  }

  .replaced li {
    display: grid;
    gap: 0.25em;
    justify-items: start;
    padding-block-end: 1em;
    border-block-end: 1px solid var(--_line);
  }

  .replaced :is(time, .how) {
    font-size: 0.875em;
    color: var(--_muted);
  }

  .lost {
    display: -webkit-box;
    overflow: hidden;
    -webkit-box-orient: vertical;
    -webkit-line-clamp: 3;
    line-clamp: 3;
    color: var(--_muted);
  }

  .lost span {
    color: var(--_ink);
  }

  @media (forced-colors: active) {
    .version:has(:checked) {
      border-width: 3px;
    }
  }
`;
