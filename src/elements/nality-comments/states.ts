import { html, nothing, type TemplateResult } from 'lit';
import type { Profile } from '../../core/features/profiles.ts';
import type { IconName } from '../shared/icons.ts';
import { notice } from '../shared/notices.ts';
import { common } from '../shared/text.ts';
import { text } from './text.ts';

/** A button that shows more of what is there. */
export function more(label: string, act: () => void): TemplateResult {
  return html`<button type="button" part="more" class="link" @click=${act}>${label}</button>`;
}

/** The place of a deleted comment to which there are answers; whoever deleted it may bring it back. */
export function tombstone(restore: (() => void) | undefined): TemplateResult {
  return html`<p part="tombstone" class="tombstone">
    ${text.deleted}
    ${
      restore
        ? html`<button type="button" name="restore" class="link" @click=${restore}>${text.restore}</button>`
        : nothing
    }
  </p>`;
}

/** Who is writing; no live region, which would speak without end. */
export function typing(typists: readonly Profile[]): TemplateResult | typeof nothing {
  if (typists.length === 0) return nothing;
  const names = typists.slice(0, 2).map(({ name }) => name || common.someone);
  return html`<p part="typing" class="muted">${text.typing(names, typists.length - names.length)}</p>`;
}

const ICONS = {
  empty: 'edit',
  quiet: 'other',
  closed: 'lock',
  signIn: 'lock',
  offline: 'cloud-off',
  invalid: 'alert',
} satisfies Record<string, IconName>;

/** Why there is nothing to see. */
export function quiet(name: keyof typeof ICONS): TemplateResult {
  return notice(name, { icon: ICONS[name], ...text[name], signIn: name === 'signIn' });
}

/** The shape of what is to come. */
export function skeleton(): TemplateResult {
  return html`<div class="threads" aria-hidden="true">
      ${[1, 2, 3].map(
        () =>
          html`<div class="comment">
            <span class="avatar skeleton"></span>
            <div class="words">
              <span class="skeleton line short"></span><span class="skeleton line"></span>
            </div>
          </div>`,
      )}
    </div>
    <p class="visually-hidden" role="status">${text.loading}</p>`;
}
