import { css } from 'lit';

/** A row of overlapping pictures, and the list that opens from it. */
export const presenceStyles = css`
  :host {
    --_avatar-size: var(--nality-presence-size, 2.25em);
    --_status-size: calc(var(--_avatar-size) * 0.3);
    max-inline-size: 100%;
  }

  .row {
    display: flex;
    flex-wrap: wrap;
    gap: 0.35em;
    align-items: center;
    min-block-size: calc(var(--_avatar-size) + 0.25em);
  }

  .pile {
    display: flex;
    isolation: isolate;
  }

  .pile > li {
    position: relative;
    border-radius: 50%;
    box-shadow: 0 0 0 2px var(--nality-presence-ring, var(--_surface));
    animation: arrive var(--_motion) ease-out;
  }

  .pile > li + li {
    margin-inline-start: calc(var(--_avatar-size) * -0.16);
  }

  [data-status='offline'] .avatar {
    background: color-mix(in oklab, var(--_ink) 8%, var(--_surface));
    color: var(--_muted);
  }

  [data-status='offline'] .avatar > img {
    filter: grayscale(1);
    opacity: 0.75;
  }

  @keyframes arrive {
    from {
      transform: scale(0.8);
    }
  }

  /* Told apart by shape as well as by colour: a disc, a crescent, a ring. */
  .status {
    position: absolute;
    z-index: 1;
    inset-block-end: -0.05em;
    inset-inline-end: -0.05em;
    inline-size: var(--_status-size);
    block-size: var(--_status-size);
    border-radius: 50%;
    background: var(--_online);
    box-shadow: 0 0 0 2px var(--nality-presence-ring, var(--_surface));
  }

  [data-status='away'] > .person > .status,
  [data-status='away'] > .status {
    background: radial-gradient(circle at 28% 28%, var(--_surface) 46%, var(--_away) 50%);
    border: 1px solid var(--_away);
  }

  [data-status='offline'] > .person > .status,
  [data-status='offline'] > .status {
    border: 2px solid var(--_offline);
    background: var(--_surface);
  }

  .all {
    min-block-size: var(--_avatar-size);
    min-inline-size: var(--_avatar-size);
    padding: 0 0.4em;
    font-weight: 600;
    font-variant-numeric: tabular-nums;
    color: var(--_muted);
  }

  .all .icon {
    inline-size: 1em;
    block-size: 1em;
  }

  .quiet-note {
    display: inline-flex;
    gap: 0.45em;
    align-items: center;
    font-size: 0.9375em;
    color: var(--_muted);
  }

  .quiet-note .icon {
    flex: none;
    align-self: start;
    margin-block-start: 0.15em;
  }

  .row > .quiet-note {
    margin-inline-start: 0.25em;
  }

  .problem-note {
    color: var(--_danger);
  }

  .stale .pile {
    filter: grayscale(0.85);
  }

  .pile > .skeleton {
    inline-size: var(--_avatar-size);
    block-size: var(--_avatar-size);
    border-radius: 50%;
    background: color-mix(in oklab, var(--_ink) 9%, var(--_surface));
  }

  .list {
    position: fixed;
    inset: auto;
    inline-size: max-content;
    min-inline-size: 14em;
    max-inline-size: min(22em, calc(100vw - 1rem));
    max-block-size: min(24em, 70vh);
    margin: 0;
    padding: 0.5em;
    overflow-y: auto;
    border: 1px solid var(--_line);
    border-radius: var(--_radius);
    background: var(--_surface);
    color: var(--_ink);
    box-shadow: var(--_shadow);
  }

  .list h2 {
    padding: 0.25em 0.5em 0.4em;
    font: 600 0.8125em / 1.4 var(--_font);
    color: var(--_muted);
  }

  .list li {
    display: grid;
    grid-template-columns: auto minmax(0, 1fr);
    gap: 0.7em;
    align-items: center;
    padding: 0.35em 0.5em;
    border-radius: var(--_radius-small);
  }

  .list .person {
    position: relative;
    display: inline-grid;
  }

  .list .name {
    display: block;
    overflow: hidden;
    font-weight: 600;
    line-height: 1.3;
    text-overflow: ellipsis;
  }

  .list .sight {
    overflow: hidden;
    text-overflow: ellipsis;
    white-space: nowrap;
  }

  .list .sight,
  .list .detail {
    display: block;
    font-size: 0.8125em;
    line-height: 1.3;
    color: var(--_muted);
  }

  @media (prefers-reduced-motion: reduce) {
    .pile > li {
      animation: none;
    }
  }

  @media (forced-colors: active) {
    .status {
      background: CanvasText;
      forced-color-adjust: none;
    }

    [data-status='away'] > .person > .status,
    [data-status='away'] > .status {
      border-color: CanvasText;
      background: linear-gradient(CanvasText 50%, Canvas 50%);
    }

    [data-status='offline'] > .person > .status,
    [data-status='offline'] > .status {
      border-color: CanvasText;
      background: Canvas;
    }
  }
`;
