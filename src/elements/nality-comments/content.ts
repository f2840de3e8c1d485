import { html, type TemplateResult } from 'lit';
import { safeUrl } from '../shared/safe-url.ts';

/** What of a text is more than words: somebody mentioned, or a link. */
export const SPECIAL = /@\[([0-9a-f-]{36})\]|https?:\/\/[^\s<>"]+/g;
/** What ends a sentence is no part of a link; nor is a bracket that it does not open. */
const AFTER_LINK = /(?:[.,;:!?'…]|\)(?<!\([^)]*\)))+$/;

/** The words of a comment, with links that can be followed and the names of who is mentioned. */
export function rendered(
  content: string,
  mentions: readonly string[],
  nameOf: (id: string) => string,
): readonly (string | TemplateResult)[] {
  const parts: (string | TemplateResult)[] = [];
  let end = 0;
  for (const match of content.matchAll(SPECIAL)) {
    const [found, id] = match;
    const shown = id === undefined ? found.replace(AFTER_LINK, '') : found;
    const part = id === undefined ? link(shown) : mentions.includes(id) && mention(nameOf(id));
    if (!part) continue;
    parts.push(content.slice(end, match.index), part);
    end = match.index + shown.length;
  }
  return [...parts, content.slice(end)];
}

function link(address: string): TemplateResult | undefined {
  const href = safeUrl(address, 'link');
  return href === undefined
    ? undefined
    : html`<a part="link" href=${href} target="_blank" rel="noopener noreferrer ugc nofollow">${address}</a>`;
}

function mention(name: string): TemplateResult {
  return html`<bdi part="mention" class="mention">@${name}</bdi>`;
}
