import { css } from 'lit';

/** The switch for push messages. */
export const pushStyles = css`
  .push {
    flex: 1 0 100%;
    font-size: 0.875em;
    color: var(--_muted);
  }

  .push button {
    font-size: inherit;
  }

  .push [role='switch'] {
    justify-content: start;
    gap: 0.6em;
    margin-inline-start: -0.6em;
    padding-inline: 0.6em;
    color: var(--_ink);
    text-align: start;
  }

  .push [aria-disabled='true'] {
    color: var(--_muted);
    cursor: default;
  }

  .track {
    flex: none;
    inline-size: 2.25em;
    padding: 2px;
    border: 1.5px solid currentcolor;
    border-radius: 99em;
  }

  .track::before {
    content: '';
    display: block;
    inline-size: 0.85em;
    block-size: 0.85em;
    border-radius: 50%;
    background: currentcolor;
    transition: margin-inline-start var(--_motion);
  }

  [aria-checked='true'] .track {
    border-color: var(--_accent);
    background: var(--_accent);
  }

  [aria-checked='true'] .track::before {
    margin-inline-start: calc(100% - 0.85em);
    background: var(--_on-accent);
  }

  @media (forced-colors: active) {
    .track,
    [aria-checked='true'] .track {
      border-color: ButtonText;
      background: ButtonFace;
    }

    .track::before,
    [aria-checked='true'] .track::before {
      background: ButtonText;
      forced-color-adjust: none;
    }
  }
`;
