import { html, svg, type SVGTemplateResult, type TemplateResult } from 'lit';

/** Our own drawings on a 24 × 24 grid, in strokes of the text's colour. */
const drawings = {
  personal: svg`<circle cx="12" cy="8" r="3.6"/><path d="M4.8 20c.7-4.2 3.5-6.2 7.2-6.2s6.5 2 7.2 6.2"/>`,
  education: svg`<path d="M2.5 9 12 4.8 21.5 9 12 13.2z"/><path d="M6.5 11v4.6c1.4 1.5 3.3 2.2 5.5 2.2s4.1-.7 5.5-2.2V11"/><path d="M21.5 9v5.4"/>`,
  career: svg`<path d="M9.7 3.5h4.6M10.6 3.5v5.7L5 18.3a1.5 1.5 0 0 0 1.3 2.2h11.4a1.5 1.5 0 0 0 1.3-2.2l-5.6-9.1V3.5"/><path d="M7.6 14.5h8.8"/>`,
  family: svg`<path d="M3.5 11.5 12 4.5l8.5 7"/><path d="M5.8 10v9.5h12.4V10"/><path d="M12 16.8c-1.7-1.2-2.6-2.1-2.6-3.2a1.4 1.4 0 0 1 2.6-.7 1.4 1.4 0 0 1 2.6.7c0 1.1-.9 2-2.6 3.2z"/>`,
  travel: svg`<circle cx="12" cy="12" r="8.5"/><path d="m15.6 8.4-2.2 5-5 2.2 2.2-5z"/>`,
  achievement: svg`<path d="M8 4h8v5.2a4 4 0 0 1-8 0z"/><path d="M8 5.5H4.8c0 3 1.2 4.7 3.5 5M16 5.5h3.2c0 3-1.2 4.7-3.5 5"/><path d="M12 13.2v3.6M8.5 20h7M10 16.8h4l.8 3.2H9.2z"/>`,
  health: svg`<path d="M12 20c-5-3.6-8.3-6.7-8.3-10.6A4.5 4.5 0 0 1 12 7.2a4.5 4.5 0 0 1 8.3 2.2c0 3.9-3.3 7-8.3 10.6z"/><path d="M6.5 12.5h3l1.4-2.6 2.1 4.6 1.3-2h3.2"/>`,
  relationship: svg`<circle cx="9" cy="14" r="5"/><circle cx="15" cy="14" r="5"/><path d="m9 5.5 1.5-2h3l1.5 2-3 3z"/>`,
  other: svg`<path d="M6.5 3.8h11v16.7L12 16.2l-5.5 4.3z"/>`,
  add: svg`<path d="M12 5v14M5 12h14"/>`,
  edit: svg`<path d="m14.5 5.5 4 4L8.2 19.8l-4.7.7.7-4.7z"/><path d="m12.3 7.7 4 4"/>`,
  remove: svg`<path d="M4.5 6.5h15M9.5 6.5V4h5v2.5M6.5 6.5l.8 13.5h9.4l.8-13.5M10 10.5v5.5M14 10.5v5.5"/>`,
  place: svg`<path d="M12 20.8c4-4.6 6.2-8 6.2-11a6.2 6.2 0 0 0-12.4 0c0 3 2.2 6.4 6.2 11z"/><circle cx="12" cy="9.8" r="2.2"/>`,
  close: svg`<path d="m6 6 12 12M18 6 6 18"/>`,
  check: svg`<path d="m5 12.8 4.5 4.5L19 7.5"/>`,
  retry: svg`<path d="M19.5 12a7.5 7.5 0 1 1-2.3-5.4"/><path d="M19.8 3.5v4.2h-4.2"/>`,
  undo: svg`<path d="M8.5 5 4 9.5 8.5 14"/><path d="M4 9.5h10a5.5 5.5 0 0 1 0 11h-3"/>`,
  alert: svg`<path d="M12 4 2.8 19.8h18.4z"/><path d="M12 10v4.5M12 17.1v.1"/>`,
  clock: svg`<circle cx="12" cy="12" r="8.5"/><path d="M12 7.2V12l3.3 2"/>`,
  cloud: svg`<path d="M7 18.5a4.3 4.3 0 0 1-.5-8.5 5.7 5.7 0 0 1 10.8 1.2 3.7 3.7 0 0 1-.3 7.3z"/>`,
  'cloud-off': svg`<path d="M9.6 5.9a5.7 5.7 0 0 1 7.7 5.3 3.7 3.7 0 0 1 2 6M16.5 18.5H7A4.3 4.3 0 0 1 6.5 10c.2-.5.4-1 .7-1.5M4 3.5l16 17"/>`,
  people: svg`<circle cx="9" cy="8.5" r="3.2"/><path d="M2.8 19c.6-3.6 3-5.3 6.2-5.3s5.6 1.7 6.2 5.3"/><path d="M15.5 5.6a3.2 3.2 0 0 1 0 5.8M17.6 14.1c2 .6 3.2 2.3 3.6 4.9"/>`,
  lock: svg`<path d="M5.5 10.8h13v9.2h-13z"/><path d="M8.3 10.8V8a3.7 3.7 0 0 1 7.4 0v2.8"/>`,
  bell: svg`<path d="M6 16.5V11a6 6 0 0 1 12 0v5.5l1.5 1.5h-15z"/><path d="M10.2 20.5a2 2 0 0 0 3.6 0"/>`,
  info: svg`<circle cx="12" cy="12" r="8.5"/><path d="M12 11v5M12 7.9v.1"/>`,
  image: svg`<path d="M3.5 5h17v14h-17z"/><circle cx="8.5" cy="9.8" r="1.6"/><path d="m3.5 17 5-4 3.5 2.6 4-4.4 4.5 4.3"/>`,
  video: svg`<path d="M3.5 5.5h17v13h-17z"/><path d="m10 9 5 3-5 3z"/>`,
  audio: svg`<path d="M9.5 17.5v-12l9-2v12"/><circle cx="7" cy="17.5" r="2.5"/><circle cx="16" cy="15.5" r="2.5"/>`,
  document: svg`<path d="M6 3.5h8l4 4v13H6zM14 3.5v4h4M9 12h6M9 15.5h6"/>`,
  comment: svg`<path d="M4 5h16v11h-8l-4.5 4v-4H4z"/>`,
  search: svg`<circle cx="10.5" cy="10.5" r="6"/><path d="m15 15 5.2 5.2"/>`,
  more: svg`<path d="M6 9.5 12 15.5l6-6"/>`,
  chat: svg`<path d="M4 5h16v11h-9l-4.5 3.8V16H4z"/><path d="M8 9.2h8M8 12.2h5"/>`,
  send: svg`<path d="M4 12 20 4.5 15.5 20l-3.7-6.3z"/><path d="m11.8 13.7 3.4-3.6"/>`,
  stop: svg`<path d="M7 7h10v10H7z"/>`,
  copy: svg`<path d="M8.5 8.5h11v11h-11z"/><path d="M15.5 8.5v-4h-11v11h4"/>`,
} satisfies Record<string, SVGTemplateResult>;

/** Name of a drawing. The names of the categories are among them. */
export type IconName = keyof typeof drawings;

/** A decorative icon: what it means must be said in words beside it. */
export function icon(name: IconName): TemplateResult {
  return html`<svg class="icon" viewBox="0 0 24 24" aria-hidden="true" focusable="false">
    ${drawings[name]}
  </svg>`;
}
