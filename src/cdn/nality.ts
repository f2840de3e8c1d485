import { page } from '../elements/shared/page.ts';
import { providePage } from '../elements/shared/page-provider.ts';
import { loadElements, type ElementLoaders } from './load-elements.ts';
import { moduleTag, readScriptTag } from './script-tag.ts';

const LOADERS: ElementLoaders = {
  'nality-provider': () => import('../elements/nality-provider/define.ts'),
  'nality-timeline': () => import('../elements/nality-timeline/define.ts'),
  'nality-presence': () => import('../elements/nality-presence/define.ts'),
};

/** The ESM script tag: `<script type="module" src="…/nality.js" data-url="…" data-key="…">`. */
function start(): void {
  const { settings, lang } = readScriptTag(moduleTag(import.meta.url));
  page();
  loadElements(LOADERS, ['nality-provider']);
  if (settings) providePage(settings, lang);
}

if (typeof document !== 'undefined') start();
