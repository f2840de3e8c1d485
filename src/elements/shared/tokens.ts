import { css } from 'lit';

/**
 * Design tokens of all widgets. A site sets the `--nality-…` properties on the element, on the provider or on
 * any ancestor; inside, only the `--_…` names are used. Light and dark follow `--nality-color-scheme`
 * (`light`, `dark`, or the default `light dark`: what the person prefers).
 */
export const tokens = css`
  :host {
    color-scheme: var(--nality-color-scheme, light dark) !important;

    --_font: var(--nality-font, ui-sans-serif, system-ui, 'Segoe UI', Roboto, 'Liberation Sans', sans-serif);
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
    --_font-size: var(--nality-font-size, max(1rem, 16px));
    --_radius: var(--nality-radius, 0.625em);
    --_radius-small: calc(var(--_radius) * 0.6);

    --_paper: var(--nality-paper, light-dark(#faf6ee, #161513));
    --_surface: var(--nality-surface, light-dark(#fffdf9, #201e1b));
    --_ink: var(--nality-ink, light-dark(#2b2620, #ece6da));
    --_muted: var(--nality-muted, light-dark(#6a6055, #aba294));
    --_line: var(--nality-line, light-dark(#e7dfd0, #37332d));
    --_field-line: var(--nality-field-line, light-dark(#8f8373, #7d7466));
    --_accent: var(--nality-accent, light-dark(#1c6a63, #7fcabf));
    --_on-accent: var(--nality-on-accent, light-dark(#ffffff, #0d211e));
    --_danger: var(--nality-danger, light-dark(#a12f22, #f2a295));
    --_warning: var(--nality-warning, light-dark(#80540a, #e8bf6a));
    --_online: var(--nality-online, light-dark(#2f7d4a, #79cf94));
    --_away: var(--nality-away, light-dark(#a06a0c, #e3b655));
    --_offline: var(--nality-offline, light-dark(#8b8175, #7f776b));
    --_shadow: var(
      --nality-shadow,
      0 1px 2px light-dark(rgb(73 56 30 / 0.07), rgb(0 0 0 / 0.4)),
      0 10px 28px -18px light-dark(rgb(73 56 30 / 0.28), rgb(0 0 0 / 0.7))
    );

    --_soft: color-mix(in oklab, var(--_ink) 5%, transparent);
    --_focus: var(--nality-focus, var(--_accent));
    --_motion: 160ms;

    --_personal: var(--nality-category-personal, light-dark(#7a5c2e, #d9bd8b));
    --_education: var(--nality-category-education, light-dark(#2d5f8f, #93c0ea));
    --_career: var(--nality-category-career, light-dark(#1f6c63, #82cabf));
    --_family: var(--nality-category-family, light-dark(#9a4a35, #eba58f));
    --_travel: var(--nality-category-travel, light-dark(#2f6f86, #8ccbe0));
    --_achievement: var(--nality-category-achievement, light-dark(#8a6100, #ecc668));
    --_health: var(--nality-category-health, light-dark(#a03a52, #f0a0b3));
    --_relationship: var(--nality-category-relationship, light-dark(#7d4a86, #d7a8df));
    --_other: var(--nality-category-other, light-dark(#5f6064, #b9bac0));
  }

  @media (prefers-reduced-motion: reduce) {
    :host {
      --_motion: 0.01ms;
    }
  }

  @media (prefers-contrast: more) {
    :host {
      --_muted: var(--nality-muted, light-dark(#453d34, #d8d0c3));
      --_line: var(--nality-line, light-dark(#8f8373, #8d8375));
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
