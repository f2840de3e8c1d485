import { html, nothing, type TemplateResult } from 'lit';
import type { NalityError } from '../../core/errors.ts';
import { icon, type IconName } from '../shared/icons.ts';
import { text } from '../shared/text.ts';
import type { BannerName, NoticeName } from './screen.ts';

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

/** Why there is nothing to see, and what can be done. The slot is for the page's own way to sign in. */
export function notice(name: NoticeName, action: TemplateResult | typeof nothing): TemplateResult {
  const { title, body } = text.timeline[name];
  const invites = name === 'signIn' || name === 'signInMine';
  return html`<div class="notice" part="notice" data-notice=${name}>
    ${icon(NOTICE_ICONS[name])}
    <h3>${title}</h3>
    <p>${body}</p>
    ${invites ? html`<slot name="sign-in"></slot>` : nothing} ${action}
  </div>`;
}

/** What went wrong, what was kept and what to do. */
export function errorNotice(error: NalityError, retry: (() => void) | undefined): TemplateResult {
  const { title, advice } = text.errors[error.code];
  return html`<div class="notice" part="error" role="alert" data-error=${error.code}>
    ${icon('alert')}
    <h3>${title}</h3>
    <p>${advice}</p>
    ${retry ? html`<button type="button" @click=${retry}>${icon('retry')} ${text.banner.retry}</button>` : nothing}
  </div>`;
}

const BANNER_ICONS: Record<BannerName, IconName> = {
  offline: 'cloud-off',
  reconnecting: 'cloud',
  signIn: 'lock',
  failed: 'alert',
};

/** A quiet line above the events, in a region that is always there so that it is heard. */
export function banner(name: BannerName | undefined, retry: () => void): TemplateResult {
  return html`<div class="banners" role="status">
    ${
      name
        ? html`<p class="banner" part="banner" data-banner=${name}>
            ${icon(BANNER_ICONS[name])}<span>${text.banner[name]}</span>
            ${
              name === 'failed'
                ? html`<button type="button" class="link" @click=${retry}>${text.banner.retry}</button>`
                : nothing
            }
          </p>`
        : nothing
    }
  </div>`;
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
