import { css } from 'lit';

/** Messages and what stands around them. */
export const messageStyles = css`
  .entry {
    display: flex;
    gap: 0.6em;
    align-items: start;
  }

  .entry[data-first] {
    margin-block-start: 0.65em;
  }

  .picture {
    flex: none;
    inline-size: 2em;
    padding-block-start: 0.15em;
  }

  [data-author='assistant'] .avatar {
    background: var(--_accent);
    color: var(--_on-accent);
  }

  .words {
    display: grid;
    gap: 0.3em;
    flex: 1;
    justify-items: start;
    min-inline-size: 0;
  }

  [data-author='me'] .words {
    justify-items: end;
  }

  .by {
    display: flex;
    flex-wrap: wrap;
    gap: 0 0.6em;
    align-items: baseline;
    font-size: 0.8125em;
    color: var(--_muted);
  }

  .by .name {
    font-weight: 600;
    color: var(--_ink);
  }

  .message {
    display: grid;
    gap: 0.25em;
    max-inline-size: 100%;
    min-inline-size: 0;
  }

  [data-author='me'] .message {
    justify-items: end;
  }

  .bubble {
    max-inline-size: min(38em, 100%);
    padding: 0.5em 0.85em;
    border: 1px solid var(--_line);
    border-radius: var(--_radius);
    background: var(--nality-chat-theirs, var(--_surface));
    overflow-wrap: anywhere;
  }

  .bubble:has(.text:empty) {
    display: none;
  }

  [data-author='me'] .bubble {
    border-color: transparent;
    background: var(--nality-chat-mine, color-mix(in oklab, var(--_accent) 14%, var(--_surface)));
  }

  [data-author='system'] .words {
    justify-items: center;
    font-size: 0.875em;
    color: var(--_muted);
  }

  [data-author='system'] .bubble {
    border: 0;
    background: none;
  }

  .plain {
    display: block;
    white-space: pre-wrap;
  }

  .foot {
    display: flex;
    flex-wrap: wrap;
    gap: 0.25em 0.6em;
    align-items: center;
    font-size: 0.875em;
    color: var(--_muted);
  }

  @container chat (inline-size < 26em) {
    .picture {
      display: none;
    }
  }

  @media (forced-colors: active) {
    [data-author='me'] .bubble {
      border-color: CanvasText;
    }
  }
`;
