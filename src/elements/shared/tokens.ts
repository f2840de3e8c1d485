import { css } from 'lit';

/**
 * Design tokens of all widgets. A site sets the `--nality-…` properties on the element, on the provider or on
 * any ancestor; inside, only the `--_…` names are used. There are three tiers, and each takes what it does not say from the one
 * before: the brand's three colours, roles (here), and what single widgets have. Light and dark follow `--nality-color-scheme`
 * (`light`, `dark`, or `light dark`: what the person prefers); without it, the page: nobody wants dark boxes on a light page.
 */
export const tokens = css`
  :host {
    /* “light”, “dark”, or “light dark”: as the person prefers. Without it, as the page around. */
    color-scheme: var(--nality-color-scheme, inherit) !important;

    /* Font of the words. */
    --_font: var(--nality-font, ui-sans-serif, system-ui, 'Segoe UI', Roboto, 'Liberation Sans', sans-serif);
    /* Font of titles. */
    --_font-heading: var(
      --nality-font-heading,
      ui-serif,
      'Iowan Old Style',
      'Palatino Linotype',
      Palatino,
      'Source Serif 4',
      Charter,
      Georgia,
      'Liberation Serif',
      serif
    );
    /* Size of the words. */
    --_font-size: var(--nality-font-size, max(1rem, 16px));
    /* Roundness of corners. */
    --_radius: var(--nality-radius, 0.625em);
    --_radius-small: calc(var(--_radius) * 0.6);

    /* The brand's paper, of which the surfaces are made. */
    --_brand-paper: var(--nality-brand-paper, light-dark(#faf6ee, #161513));
    /* The brand's ink, of which words and lines are made. */
    --_brand-ink: var(--nality-brand-ink, light-dark(#2b2620, #ece6da));
    /* The brand's colour. */
    --_brand: var(--nality-brand, light-dark(#1c6a63, #7fcabf));

    /* Colour behind everything. */
    --_paper: var(--nality-paper, var(--_brand-paper));
    /* Colour of cards and fields. */
    --_surface: var(--nality-surface, color-mix(in oklab, var(--_paper), light-dark(#fff, #2a2824)));
    /* Colour of the words. */
    --_ink: var(--nality-ink, var(--_brand-ink));
    /* Colour of words that matter less. */
    --_muted: var(--nality-muted, color-mix(in oklab, var(--_ink) 70%, var(--_paper)));
    /* Colour of lines. */
    --_line: var(--nality-line, color-mix(in oklab, var(--_ink) 12%, var(--_paper)));
    /* Colour of the borders of fields. */
    --_field-line: var(--nality-field-line, color-mix(in oklab, var(--_ink) 52%, var(--_paper)));
    /* Colour of what acts. */
    --_accent: var(--nality-accent, var(--_brand));
    /* Colour of words on what acts: white or black, whichever contrasts more, as it does from a lightness of 49.4 (WCAG 2.2). */
    --_on-accent: var(--nality-on-accent, lab(from var(--_accent) clamp(0, (49.4 - l) * 9999, 100) 0 0));
    /* Colour of what went wrong. */
    --_danger: var(--nality-danger, light-dark(#a12f22, #f2a295));
    /* Colour of what wants attention. */
    --_warning: var(--nality-warning, light-dark(#80540a, #e8bf6a));
    /* Colour of who is online. */
    --_online: var(--nality-online, light-dark(#2f7d4a, #79cf94));
    /* Colour of who is away. */
    --_away: var(--nality-away, light-dark(#a06a0c, #e3b655));
    /* Colour of who is offline. */
    --_offline: var(--nality-offline, light-dark(#8b8175, #7f776b));
    /* Shadow under what lies above. */
    --_shadow: var(
      --nality-shadow,
      0 1px 2px light-dark(rgb(73 56 30 / 0.07), rgb(0 0 0 / 0.4)),
      0 10px 28px -18px light-dark(rgb(73 56 30 / 0.28), rgb(0 0 0 / 0.7))
    );

    --_soft: color-mix(in oklab, var(--_ink) 5%, transparent);
    /* Colour of the ring around what has the focus. */
    --_focus: var(--nality-focus, var(--_accent));
    --_motion: 160ms;

    /* Colour of the category “personal”. */
    --_personal: var(--nality-category-personal, light-dark(#7a5c2e, #d9bd8b));
    /* Colour of the category “education”. */
    --_education: var(--nality-category-education, light-dark(#2d5f8f, #93c0ea));
    /* Colour of the category “career”. */
    --_career: var(--nality-category-career, light-dark(#1f6c63, #82cabf));
    /* Colour of the category “family”. */
    --_family: var(--nality-category-family, light-dark(#9a4a35, #eba58f));
    /* Colour of the category “travel”. */
    --_travel: var(--nality-category-travel, light-dark(#2f6f86, #8ccbe0));
    /* Colour of the category “achievement”. */
    --_achievement: var(--nality-category-achievement, light-dark(#8a6100, #ecc668));
    /* Colour of the category “health”. */
    --_health: var(--nality-category-health, light-dark(#a03a52, #f0a0b3));
    /* Colour of the category “relationship”. */
    --_relationship: var(--nality-category-relationship, light-dark(#7d4a86, #d7a8df));
    /* Colour of the category “other”. */
    --_other: var(--nality-category-other, light-dark(#5f6064, #b9bac0));
  }

  @media (prefers-reduced-motion: reduce) {
    :host {
      --_motion: 0.01ms;
    }
  }

  @media (prefers-contrast: more) {
    :host {
      --_muted: var(--nality-muted, color-mix(in oklab, var(--_ink) 85%, var(--_paper)));
      --_line: var(--nality-line, var(--_field-line));
    }
  }

  @media (forced-colors: active) {
    :host {
      --_paper: Canvas;
      --_surface: Canvas;
      --_ink: CanvasText;
      --_muted: CanvasText;
      --_line: CanvasText;
      --_field-line: CanvasText;
      --_accent: LinkText;
      --_on-accent: Canvas;
      --_danger: CanvasText;
      --_warning: CanvasText;
      --_focus: Highlight;
      --_shadow: none;
      --_soft: Canvas;
      --_online: CanvasText;
      --_away: CanvasText;
      --_offline: GrayText;
    }
  }
`;
