import { providePage } from '../elements/shared/page-provider.ts';
import { readScriptTag } from './script-tag.ts';
import '../define.ts';

/** The classic script tag, one file: everything is registered at once, and `window.Nality` holds the exports. */
export * from '../index.ts';

const script = document.currentScript;
const { settings, lang } = readScriptTag(script instanceof HTMLScriptElement ? script : undefined);
if (settings) providePage(settings, lang);
