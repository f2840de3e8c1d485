import { html, nothing, type TemplateResult } from 'lit';
import type { NalityError } from '../../core/errors.ts';
import { icon, type IconName } from './icons.ts';
import type { BannerName } from './screen.ts';
import { common } from './text.ts';

/** Why there is nothing to see, in the words of a widget. */
export interface NoticeView {
  readonly icon: IconName;
  readonly title: string;
  readonly body: string;
  /** Offers the page's own way to sign in. */
  readonly signIn?: boolean;
  readonly action?: TemplateResult | typeof nothing;
}

/** Why there is nothing to see, and what can be done. `name` is for the page's own styles. */
export function notice(name: string, view: NoticeView): TemplateResult {
  return html`<div class="notice" part="notice" data-notice=${name}>
    ${icon(view.icon)}
    <h3>${view.title}</h3>
    <p>${view.body}</p>
    ${view.signIn ? html`<slot name="sign-in"></slot>` : nothing} ${view.action}
  </div>`;
}

/** What went wrong, what was kept and what to do. */
export function errorNotice(error: NalityError, retry: (() => void) | undefined): TemplateResult {
  const { title, advice } = common.errors[error.code];
  return html`<div class="notice" part="error" role="alert" data-error=${error.code}>
    ${icon('alert')}
    <h3>${title}</h3>
    <p>${advice}</p>
    ${retry ? html`<button type="button" @click=${retry}>${icon('retry')} ${common.banner.retry}</button>` : nothing}
  </div>`;
}

const BANNER_ICONS: Record<BannerName, IconName> = {
  offline: 'cloud-off',
  reconnecting: 'cloud',
  signIn: 'lock',
  failed: 'alert',
};

/** A quiet line above the items, in a region that is always there so that it is heard. */
export function banner(name: BannerName | undefined, retry: () => void): TemplateResult {
  return html`<div class="banners" role="status">
    ${
      name
        ? html`<p class="banner" part="banner" data-banner=${name}>
            ${icon(BANNER_ICONS[name])}<span>${common.banner[name]}</span>
            ${
              name === 'failed'
                ? html`<button type="button" class="link" @click=${retry}>${common.banner.retry}</button>`
                : nothing
            }
          </p>`
        : nothing
    }
  </div>`;
}

/** What is wrong with a field, which it describes; its id is the name of the field and `-problem`. */
export function complaint(field: string, words: unknown): TemplateResult {
  return html`<p class="problem" id="${field}-problem">${icon('alert')}<span>${words}</span></p>`;
}
