import type { ProviderSettings } from '../elements/shared/provider-settings.ts';

/** What a site owner wrote on the script tag. */
export interface ScriptTag {
  /** Undefined when the tag only loads the widgets: then the page uses `<nality-provider>`. */
  readonly settings: ProviderSettings | undefined;
  /** Language of the widgets; empty for the page's own. */
  readonly lang: string;
  /** What is to be loaded whether or not it is seen, by name; see `loadElements`. */
  readonly load: readonly string[];
}

/**
 * Reads `data-url`, `data-key`, `data-auth`, `data-changes`, `data-lang` and `data-load`: as attributes, since a
 * `dataset` inherits whatever a script of the page has put on `Object.prototype`.
 */
export function readScriptTag(tag: HTMLScriptElement | undefined): ScriptTag {
  const read = (name: string): string | undefined => tag?.getAttribute(`data-${name}`) ?? undefined;
  const [url, key, auth, changes] = [read('url'), read('key'), read('auth'), read('changes')];
  return {
    settings: url || key ? { url, key, auth, changes } : undefined,
    lang: read('lang') ?? '',
    load: read('load')?.match(/[^\s,]+/g) ?? [],
  };
}

/**
 * The tag that loaded a module. `document.currentScript` is null in modules, and a global that page content
 * could shadow by an element's name. Where the address was redirected, the one tag that has settings counts.
 */
export function moduleTag(moduleUrl: string): HTMLScriptElement | undefined {
  const tags = [...document.querySelectorAll('script[type="module"][src]')].filter(isScript);
  const own = tags.filter((tag) => tag.src === moduleUrl);
  const configured = tags.filter((tag) => readScriptTag(tag).settings);
  const redirected = own.length === 0 && configured.length === 1 ? configured[0] : undefined;
  return own.find((tag) => readScriptTag(tag).settings) ?? own[0] ?? redirected;
}

function isScript(element: Element): element is HTMLScriptElement {
  return element instanceof HTMLScriptElement;
}
