import { css } from 'lit';

/** The editor in a card and the dialog with all fields. */
export const editorStyles = css`
  .inline {
    display: grid;
    gap: 0.9em;
  }

  .acts,
  dialog footer {
    display: flex;
    flex-wrap: wrap;
    gap: 0.5em;
    align-items: center;
  }

  .acts [name='widen'] {
    margin-inline-start: auto;
  }

  .remark {
    padding: 0.45em 0.75em;
    border-radius: var(--_radius-small);
    background: var(--_soft);
    font-size: 0.9375em;
  }

  dialog {
    inline-size: min(40em, 100vw - 1.5rem);
    max-block-size: min(52em, 100dvh - 1.5rem);
    margin: auto;
    padding: 0;
    overflow: hidden;
    border: 1px solid var(--_line);
    border-radius: calc(var(--_radius) * 1.4);
    background: var(--_surface);
    color: inherit;
    box-shadow: 0 24px 60px -20px rgb(0 0 0 / 0.45);
  }

  /* Above the buttons, however many rows of them there are. */
  dialog .toasts {
    position: relative;
    flex: none;
  }

  dialog[open] {
    display: flex;
    animation: rise var(--_motion) ease-out;
  }

  dialog::backdrop {
    background: rgb(30 24 15 / 0.45);
  }

  dialog form {
    display: flex;
    flex-direction: column;
    flex: 1;
    min-inline-size: 0;
  }

  dialog header {
    display: flex;
    align-items: center;
    justify-content: space-between;
    padding-block: 0.85em;
    padding-inline: 1.4em 0.85em;
    border-block-end: 1px solid var(--_line);
  }

  dialog header h3 {
    font: 600 1.3125em / 1.2 var(--_font-heading);
  }

  dialog .body {
    display: grid;
    gap: 1.15em;
    /* Not from zero: WebKit would take a dialog as high as its content for empty. */
    flex: 1 1 auto;
    align-content: start;
    padding: 1.25em 1.4em;
    overflow-y: auto;
    overscroll-behavior: contain;
    /* Of a field in which one writes, what is said below it is seen, too. */
    scroll-padding-block-end: 4.5em;
  }

  dialog footer {
    padding: 0.85em 1.4em;
    border-block-start: 1px solid var(--_line);
  }

  .picks {
    display: flex;
    flex-wrap: wrap;
    gap: 0.4em;
    margin-block-start: 0.4em;
  }

  .pick {
    position: relative;
    display: inline-flex;
    gap: 0.4em;
    align-items: center;
    min-block-size: 2.25em;
    padding-block: 0.2em;
    padding-inline: 0.6em 0.8em;
    border: 1px solid var(--_line);
    border-radius: 99em;
    font-size: 0.9375em;
    cursor: pointer;
  }

  .pick .icon {
    color: var(--_hue);
  }

  .pick:hover {
    border-color: var(--_field-line);
  }

  .pick input {
    position: absolute;
    inset: 0;
    opacity: 0;
    min-block-size: 0;
    margin: 0;
    cursor: pointer;
  }

  .pick:has(:checked) {
    border-color: var(--_hue);
    background: color-mix(in oklab, var(--_hue) 14%, var(--_surface));
    font-weight: 600;
  }

  .pick:has(:focus-visible) {
    outline: 2px solid var(--_focus);
    outline-offset: 2px;
  }

  .scale {
    display: flex;
    gap: 0.75em;
    align-items: center;
  }

  .scale output {
    min-inline-size: 1.6em;
    font-weight: 600;
    font-variant-numeric: tabular-nums;
    text-align: end;
  }

  dialog .tag {
    display: inline-flex;
    align-items: center;
    padding-inline-end: 0.15em;
    font-size: 0.9375em;
    color: var(--_ink);
  }

  dialog .tag button {
    min-block-size: 1.6em;
    padding: 0.15em;
  }

  dialog .tag .icon {
    inline-size: 0.9em;
    block-size: 0.9em;
  }

  @media (forced-colors: active) {
    .pick:has(:checked) {
      border-width: 3px;
    }
  }
`;
