import { html, nothing, type TemplateResult } from 'lit';
import type { NoticePermission } from '../../core/environment.ts';
import { icon } from '../shared/icons.ts';
import { errorNotice, notice } from '../shared/notices.ts';
import { listScreen, type Identity, type ListScreen, type Situation } from '../shared/screen.ts';
import type { PushSwitch } from './push-switch.ts';
import { text } from './text.ts';

/** What the inbox shows. */
export type Screen = ListScreen | { readonly name: 'signIn' };

/** What to show. An inbox is always somebody's. */
export function screenOf(now: Situation, identity: Identity | undefined): Screen {
  return now.provider.name !== 'failed' && identity?.name === 'anonymous'
    ? { name: 'signIn' }
    : listScreen(now);
}

/** What stands in the place of notifications. */
export function placeholder(screen: Exclude<Screen, { name: 'items' }>, reload: () => void): TemplateResult {
  switch (screen.name) {
    case 'loading':
      return skeleton();
    case 'error':
      return errorNotice(screen.error, screen.retry ? reload : undefined);
    case 'empty':
      return html`<slot name="empty">${notice('empty', { icon: 'bell', ...text.empty })}</slot>`;
    case 'signIn':
    case 'closed':
      return notice('signIn', { icon: 'personal', ...text.signIn, signIn: true });
    case 'offline':
      return notice('offline', { icon: 'cloud-off', ...text.offline });
  }
}

function skeleton(): TemplateResult {
  return html`<div aria-hidden="true">
      ${[1, 2, 3].map(
        () =>
          html`<div class="notification">
            <span class="skeleton round"></span>
            <div class="words"><span class="skeleton"></span><span class="skeleton short"></span></div>
          </div>`,
      )}
    </div>
    <p class="visually-hidden" role="status">${text.loading}</p>`;
}

/** What the person can decide for this browser. */
export function settings(
  permission: NoticePermission,
  allow: () => void,
  push: PushSwitch | undefined,
): TemplateResult {
  return html`${
    permission === 'default' && !push?.settles
      ? html`<button type="button" name="allow" class="link" part="allow" @click=${allow}>
          ${icon('bell')} ${text.allow}
        </button>`
      : nothing
  }
  ${push?.render()}`;
}
