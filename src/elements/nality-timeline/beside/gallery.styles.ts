import { css } from 'lit';

/** The photos and files of an event, one at a time. */
export const galleryStyles = css`
  dialog.gallery {
    inline-size: min(64em, 100vw - 1.5rem);
    block-size: min(52em, 100dvh - 1.5rem);
  }

  dialog.gallery[open] {
    flex-direction: column;
  }

  .gallery header .place {
    margin-inline: auto 0.75em;
    color: var(--_muted);
    white-space: nowrap;
  }

  .gallery figure {
    display: grid;
    grid-template-rows: minmax(0, 1fr) auto;
    flex: 1;
    gap: 0.5em;
    place-items: center;
    min-block-size: 0;
    padding: 0.75em 1em;
  }

  .gallery :is(img, video) {
    inline-size: auto;
    max-inline-size: 100%;
    block-size: auto;
    max-block-size: 100%;
    min-block-size: 0;
    object-fit: contain;
    border-radius: var(--_radius-small);
  }

  .gallery audio {
    inline-size: min(100%, 30em);
  }

  .gallery figcaption {
    color: var(--_muted);
    text-align: center;
  }

  .gallery .still {
    display: grid;
    gap: 0.5em;
    justify-items: center;
    color: var(--_muted);
  }

  .gallery .still img {
    max-block-size: 50dvh;
  }

  .gallery .still .icon {
    inline-size: 3em;
    block-size: 3em;
    stroke-width: 1.1;
  }

  .gallery .field {
    padding-inline: 1.4em;
    padding-block-end: 0.85em;
  }

  .gallery footer .acts {
    margin-inline-start: auto;
  }

  .gallery footer a {
    color: var(--_accent);
  }

  .gallery .next {
    flex-direction: row-reverse;
  }

  .gallery .previous .icon,
  :dir(rtl) .gallery .next .icon {
    rotate: 90deg;
  }

  .gallery .next .icon,
  :dir(rtl) .gallery .previous .icon {
    rotate: -90deg;
  }

  .gallery [aria-disabled='true'] {
    opacity: 0.55;
    cursor: default;
  }
`;
