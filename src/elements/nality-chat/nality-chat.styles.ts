import { css } from 'lit';

/** The frame of a conversation: header, the box that scrolls, composer, messages about it. */
export const chatStyles = css`
  :host {
    container: chat / inline-size;
    background: var(--_paper) !important;
  }

  .base {
    display: flex;
    flex-direction: column;
    gap: 0.75em;
    block-size: var(--nality-chat-height, min(36em, 85dvh));
    max-inline-size: 48em;
    margin-inline: auto;
    padding: clamp(0.6em, 3cqi, 1.25em);
  }

  .header {
    display: flex;
    flex-wrap: wrap;
    gap: 0.5em 1em;
    align-items: center;
    justify-content: end;
  }

  .header ::slotted(*) {
    flex: 1 1 10em;
    margin: 0;
  }

  .header button:first-of-type {
    margin-inline-start: auto;
  }

  .others {
    display: flex;
  }

  .others > li + li {
    margin-inline-start: -0.35em;
  }

  .others .avatar {
    box-shadow: 0 0 0 2px var(--_paper);
  }

  .frame {
    position: relative;
    display: flex;
    flex: 1;
    min-block-size: 0;
  }

  /* The element itself keeps the place, in every browser alike. */
  .log {
    flex: 1;
    min-inline-size: 0;
    overflow-y: auto;
    overflow-anchor: none;
    overscroll-behavior: contain;
    border-radius: var(--_radius);
    scrollbar-gutter: stable;
    scrollbar-width: thin;
  }

  .content {
    display: flex;
    flex-direction: column;
    gap: 0.75em;
    min-block-size: 100%;
    padding-block: 0.25em;
    padding-inline: 0.15em 0.35em;
  }

  .lines {
    display: grid;
    grid-template-columns: minmax(0, 1fr);
    gap: 0.35em;
    margin-block-start: auto;
  }

  .older {
    text-align: center;
    font-size: 0.875em;
    color: var(--_muted);
  }

  .day {
    display: flex;
    gap: 0.75em;
    align-items: center;
    margin-block: 0.75em 0.25em;
    font-size: 0.8125em;
    color: var(--_muted);
  }

  .day + .day {
    margin-block-start: 0;
  }

  .day::before,
  .day::after {
    content: '';
    flex: 1;
    border-block-start: 1px solid var(--_line);
  }

  .unread {
    font-weight: 600;
    color: var(--_accent);
  }

  .unread::before,
  .unread::after {
    border-color: currentcolor;
  }

  .typing {
    display: flex;
    flex-wrap: wrap;
    gap: 0 1em;
    min-block-size: 1.5em;
    font-size: 0.875em;
    color: var(--_muted);
  }

  .typing > span {
    animation: breathe 1.2s ease-in-out infinite alternate;
  }

  .latest {
    position: absolute;
    inset-block-end: 0.75em;
    inset-inline: 0;
    margin-inline: auto;
    inline-size: fit-content;
    box-shadow: var(--_shadow);
  }

  .welcome {
    display: grid;
    flex: 1;
    align-content: center;
    gap: 0.5em;
    overflow-y: auto;
  }

  .welcome .notice {
    padding-block: 1em;
  }

  .welcome .suggestions {
    justify-content: center;
  }

  .suggestions {
    display: flex;
    flex-wrap: wrap;
    gap: 0.4em;
  }

  .suggestions button {
    max-inline-size: 100%;
    border-color: color-mix(in oklab, var(--_accent) 45%, var(--_line));
    border-radius: 1.2em;
    color: var(--_accent);
    text-align: start;
  }

  .composer {
    display: grid;
    grid-template-columns: 1fr auto;
    gap: 0.25em 0.5em;
    align-items: end;
    padding: 0.35em;
    border: 1px solid var(--_field-line);
    border-radius: calc(var(--_radius) * 1.4);
    background: var(--_surface);
  }

  .composer:focus-within {
    outline: 2px solid var(--_focus);
    outline-offset: 1px;
  }

  .composer textarea {
    min-block-size: 2.25em;
    max-block-size: 10em;
    padding: 0.35em 0.5em;
    border: 0;
    outline: none;
    background: none;
    resize: none;
  }

  .composer .acts {
    display: flex;
    gap: 0.35em;
    align-items: center;
  }

  .composer > :is(.hint, .problem) {
    grid-column: 1 / -1;
    padding-inline: 0.5em;
  }

  .ghost {
    display: flex;
    flex-direction: column;
    gap: 1em;
    justify-content: end;
  }

  .ghost .skeleton {
    block-size: 3em;
    inline-size: 60%;
    border-radius: var(--_radius);
  }

  .ghost .skeleton:nth-child(2) {
    align-self: end;
    inline-size: 40%;
  }

  [part='notice'],
  [part='error'] {
    margin-block: auto;
  }

  @media (prefers-reduced-motion: reduce) {
    .typing > span {
      animation: none;
    }
  }
`;
