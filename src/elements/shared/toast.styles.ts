import { css } from 'lit';

/** Short messages at the lower edge. */
export const toastStyles = css`
  .toasts {
    position: sticky;
    z-index: 5;
    inset-block-end: 0.75em;
    display: grid;
    gap: 0.5em;
    justify-items: center;
    block-size: 0;
    align-content: end;
    padding-inline: 0.75em;
    pointer-events: none;
  }

  .toast {
    display: flex;
    gap: 0.75em;
    align-items: center;
    max-inline-size: 100%;
    padding-block: 0.35em;
    padding-inline: 1em 0.5em;
    border: 1px solid transparent;
    border-radius: var(--_radius);
    background: light-dark(#2b2620, #ece6da);
    color: light-dark(#fffdf9, #201e1b);
    box-shadow: var(--_shadow);
    font-size: 0.9375em;
    pointer-events: auto;
    animation: rise var(--_motion) ease-out;
  }

  .toast :is(button, a) {
    color: light-dark(#9be0d6, #1c6a63);
  }

  .toast button.icon-only {
    color: inherit;
  }

  @keyframes rise {
    from {
      opacity: 0;
      transform: translateY(0.5em);
    }
  }

  @media (forced-colors: active) {
    .toast {
      border-color: CanvasText;
      background: Canvas;
      color: CanvasText;
    }

    .toast :is(button, a) {
      color: LinkText;
    }
  }
`;
