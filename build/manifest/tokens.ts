import { ts, type Plugin } from '@custom-elements-manifest/analyzer';
import { readFileSync } from 'node:fs';
import { join, posix } from 'node:path';
import { root } from '../configs.ts';
import { elementPlugin } from './element-plugin.ts';
import type { CssPropertyDoc } from './model.ts';

const TOKENS = 'src/elements/shared/tokens.ts';

/** A token as the page sets it, the property that holds it inside of an element, and its value where the page is silent. */
interface Token {
  readonly name: string;
  readonly description: string;
  readonly inner: string;
  readonly initial: string;
}

/** Adds the shared tokens that an element reads, with the words that stand above them in `shared/tokens.ts`. */
export function tokensRead(): Plugin {
  return elementPlugin('tokens-read', (element, _node, path) => {
    const sources = sourcesOf(path);
    if (!sources.has(TOKENS)) return;
    const styles = [...sources].filter(([file]) => file !== TOKENS).map(([, text]) => text);
    element.cssProperties = [...(element.cssProperties ?? []), ...tokensIn(styles.join('\n'))];
  });
}

function tokensIn(styles: string): CssPropertyDoc[] {
  const text = read(TOKENS);
  const aliases = [...text.matchAll(/(--_[\w-]+):([^;]*);/g)];
  // What the styles read may itself be made of tokens that stand above it: `--_soft` is some `--_ink`.
  const reads = aliases.reduceRight(
    (all, [, inner, value]) => (all.includes(`var(${inner})`) ? all + value : all),
    styles,
  );
  const tokens = tokensOf(text);
  const publicName = (inner: string): string => tokens.find((token) => token.inner === inner)?.name ?? inner;
  return tokens
    .filter(({ inner }) => !inner.startsWith('--_') || reads.includes(`var(${inner})`))
    .map(({ name, description, initial }) => ({
      name,
      description,
      default: initial.replace(/--_[\w-]+/g, publicName),
    }));
}

function tokensOf(text: string): Token[] {
  const found = text.matchAll(
    /\/\*([^*]*)\*\/\s*([\w-]+):\s*var\(\s*(--nality-[\w-]+),([^;]*)\)(?: !important)?;/g,
  );
  return [...found].map(([, description = '', inner = '', name = '', initial = '']) => ({
    name,
    description: tidy(description),
    initial: tidy(initial).replace(/\( /g, '(').replace(/ \)/g, ')'),
    inner,
  }));
}

/** The modules of the elements that a module imports, at once or later, and those of those: their text by their path. */
function sourcesOf(file: string, found = new Map<string, string>()): Map<string, string> {
  if (found.has(file) || !file.startsWith('src/elements/')) return found;
  const text = read(file);
  found.set(file, text);
  for (const { fileName } of ts.preProcessFile(text).importedFiles)
    if (fileName.startsWith('.')) sourcesOf(posix.join(posix.dirname(file), fileName), found);
  return found;
}

function read(file: string): string {
  return readFileSync(join(root, file), 'utf8');
}

function tidy(text: string): string {
  return text.trim().replace(/\s+/g, ' ');
}
