import { html, nothing, type TemplateResult } from 'lit';
import { guard } from 'lit/directives/guard.js';
import { icon } from '../../shared/icons.ts';
import { spoken } from '../../shared/language.ts';
import { safeUrl } from '../../shared/safe-url.ts';
import { text as words } from '../text.ts';
import { markdownStyles } from './markdown.styles.ts';
import { parse, type Block, type Parsed } from './blocks.ts';
import type { Inline } from './inline.ts';

/** Puts a text into the clipboard. */
type Copy = (text: string) => void;

/** Shows a text that grows: only its last blocks are parsed and drawn again. */
export class Markdown {
  static readonly styles = markdownStyles;

  private parsed: Parsed | undefined;

  /** The text as nodes: no HTML in it comes to anything, and no picture is fetched. */
  render(text: string, copy: Copy): unknown {
    if (text !== this.parsed?.text) this.parsed = parse(text, this.parsed);
    return this.parsed.blocks.map((block) => guard([block, spoken()], () => blockView(block, copy)));
  }
}

function blockView(block: Block, copy: Copy): TemplateResult {
  switch (block.type) {
    case 'paragraph':
      return html`<p dir="auto">${inlinesView(block.inlines)}</p>`;
    case 'heading':
      return html`<h4 dir="auto">${inlinesView(block.inlines)}</h4>`;
    case 'code':
      return codeView(block.text, copy);
    case 'quote':
      return html`<blockquote>${block.blocks.map((inner) => blockView(inner, copy))}</blockquote>`;
    case 'list':
      return listView(block, copy);
    case 'rule':
      return html`<hr />`;
  }
}

function codeView(text: string, copy: Copy): TemplateResult {
  return html`<div class="code">
    <pre tabindex="0" dir="ltr"><code>${text}</code></pre>
    <button type="button" class="quiet icon-only" aria-label=${words.copyCode} @click=${() => copy(text)}>
      ${icon('copy')}
    </button>
  </div>`;
}

function listView({ start, items }: Extract<Block, { type: 'list' }>, copy: Copy): TemplateResult {
  const entries = items.map(
    (item) => html`<li dir="auto">${item.map((inner) => itemView(inner, copy))}</li>`,
  );
  return start === undefined
    ? html`<ul>
        ${entries}
      </ul>`
    : html`<ol start=${start}>
        ${entries}
      </ol>`;
}

/** A paragraph of an item stands right in it. */
function itemView(block: Block, copy: Copy): TemplateResult {
  return block.type === 'paragraph'
    ? html`<span>${inlinesView(block.inlines)}</span>`
    : blockView(block, copy);
}

function inlinesView(inlines: readonly Inline[]): unknown {
  return inlines.map(inlineView);
}

function inlineView(inline: Inline): unknown {
  if (typeof inline === 'string') return inline;
  switch (inline.type) {
    case 'em':
      return html`<em>${inlinesView(inline.children)}</em>`;
    case 'strong':
      return html`<strong>${inlinesView(inline.children)}</strong>`;
    case 'del':
      return html`<del>${inlinesView(inline.children)}</del>`;
    case 'code':
      return html`<code>${inline.text}</code>`;
    case 'break':
      return html`<br />`;
    case 'link':
      return linkView(inline);
  }
}

/** Where it goes is said beside it, unless it says just that. What may not be followed is text. */
function linkView({ href, children }: Extract<Inline, { type: 'link' }>): unknown {
  const url = isWhole(href) ? safeUrl(href, 'link') : undefined;
  if (url === undefined) return inlinesView(children);
  const isItself = children.length === 1 && (children[0] === url || `${String(children[0])}/` === url);
  const { host, pathname } = new URL(url);
  const where = host || pathname;
  return html`<a href=${url} target="_blank" rel="noopener noreferrer nofollow">${inlinesView(children)}</a>${
      isItself ? nothing : html` <bdi class="host">(${where})</bdi>`
    }`;
}

/** What names no scheme would lead into the page that the widget is in. */
function isWhole(href: string): boolean {
  return URL.canParse(href);
}
