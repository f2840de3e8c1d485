import { css } from 'lit';

/** What Markdown becomes. */
export const markdownStyles = css`
  .rich {
    display: grid;
    grid-template-columns: minmax(0, 1fr);
    gap: 0.6em;
  }

  .rich h4 {
    font: 600 1.0625em / 1.3 var(--_font-heading);
  }

  .rich :is(ul, ol) {
    display: grid;
    grid-template-columns: minmax(0, 1fr);
    gap: 0.25em;
    padding-inline-start: 1.5em;
    list-style: revert;
  }

  .rich blockquote {
    margin: 0;
    padding-inline-start: 0.8em;
    border-inline-start: 3px solid var(--_line);
    color: var(--_muted);
  }

  .rich hr {
    inline-size: 100%;
    margin: 0;
    border: 0;
    border-block-start: 1px solid var(--_line);
  }

  .rich :is(code, pre) {
    font-family: ui-monospace, 'Liberation Mono', monospace;
    font-size: 0.9375em;
  }

  .rich :not(pre) > code {
    padding: 0.1em 0.3em;
    border-radius: 0.3em;
    background: var(--_soft);
  }

  .code {
    position: relative;
  }

  .code pre {
    margin: 0;
    padding-block: 0.7em;
    padding-inline: 0.9em 3em;
    overflow-x: auto;
    border-radius: var(--_radius-small);
    background: var(--_soft);
    overflow-wrap: normal;
  }

  .code button {
    position: absolute;
    inset-block-start: 0.25em;
    inset-inline-end: 0.25em;
  }

  a {
    color: var(--_accent);
  }

  .host {
    font-size: 0.875em;
    color: var(--_muted);
  }
`;
