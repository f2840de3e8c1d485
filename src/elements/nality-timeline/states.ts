import { html, type nothing, type TemplateResult } from 'lit';
import { icon, type IconName } from '../shared/icons.ts';
import { text } from './text.ts';
import { notice } from '../shared/notices.ts';
import type { NoticeName } from './screen.ts';

/** The shape of what is to come. */
export function skeleton(): TemplateResult {
  return html`<div class="group" aria-hidden="true">
      <div class="marker"><span class="skeleton year"></span></div>
      <div class="list">${[1, 2, 3].map(() => html`<div class="entry">${ghost()}</div>`)}</div>
    </div>
    <p class="visually-hidden" role="status">${text.timeline.loading}</p>`;
}

function ghost(): TemplateResult {
  return html`<div class="card ghost">
    <span class="medallion skeleton"></span>
    <div class="words">
      <span class="skeleton line short"></span><span class="skeleton line title"></span
      ><span class="skeleton line"></span><span class="skeleton line most"></span>
    </div>
  </div>`;
}

const NOTICE_ICONS: Record<NoticeName, IconName> = {
  emptyMine: 'add',
  emptyTheirs: 'other',
  notShared: 'lock',
  signIn: 'lock',
  signInMine: 'personal',
  invalidUser: 'alert',
  offline: 'cloud-off',
};

/**
 * Why there is nothing to see, and what can be done: that stays where the page has words of its own. The other slot is for its own
 * way to sign in.
 */
export function timelineNotice(name: NoticeName, action: TemplateResult | typeof nothing): TemplateResult {
  const signIn = name === 'signIn' || name === 'signInMine';
  const view = { icon: NOTICE_ICONS[name], ...text.timeline[name], signIn };
  if (name !== 'emptyMine' && name !== 'emptyTheirs') return notice(name, { ...view, action });
  return html`<slot name="empty">${notice(name, view)}</slot>
    <div class="begin">${action}</div>`;
}

/** What was typed for an event that is no more, or never came to be. */
export interface Recovered {
  readonly name: string;
  readonly title: string;
}

/** Offers what could not be saved: nothing that was typed is thrown away unasked. */
export function recoveredNotice(
  { title, name }: Recovered,
  { resume, discard }: { resume(name: string): void; discard(name: string): void },
): TemplateResult {
  return html`<p class="banner" part="banner" data-banner="recovered">
    ${icon('edit')}<span>${text.recovered.title(title || text.recovered.untitled)}</span>
    <button type="button" class="link" @click=${() => resume(name)}>${text.recovered.resume}</button>
    <button type="button" class="link" @click=${() => discard(name)}>${text.recovered.discard}</button>
  </p>`;
}
