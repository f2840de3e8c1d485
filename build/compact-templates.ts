import type { Plugin } from 'vite';

interface Node {
  type: string;
  start: number;
  end: number;
}

interface Tagged extends Node {
  tag: Node & { name?: string };
  quasi: { quasis: (Node & { value: { raw: string } })[] };
}

/** Leaves the layout of the source out of templates: line breaks and indentation are of no use in a page. */
export function compactTemplates(): Plugin {
  return {
    name: 'nality:compact-templates',
    // After the types are gone.
    enforce: 'post',
    transform(code, id) {
      if (!/\/src\/elements\/.*\.ts$/.test(id)) return null;
      const edits = taggedIn(this.parse(code)).flatMap(({ tag, quasi }) =>
        quasi.quasis.map(({ start, end, value }) => ({
          start,
          end,
          text: tag.name === 'css' ? compactCss(value.raw) : compactMarkup(value.raw),
        })),
      );
      return { code: withEdits(code, edits), map: null };
    },
  };
}

/** Space around what separates rules and values says nothing; a space before a colon does, and so does one in `calc`. */
export function compactCss(css: string): string {
  return css
    .replace(/\/\*[^]*?\*\//g, '')
    .replace(/\s+/g, ' ')
    .replace(/ ?([{};,]) ?/g, '$1')
    .replace(/: /g, ':')
    .replace(/;}/g, '}');
}

/** To HTML any run of white space is one space. */
export function compactMarkup(markup: string): string {
  return markup.replace(/\s+/g, ' ');
}

function taggedIn(root: unknown): Tagged[] {
  if (typeof root !== 'object' || root === null) return [];
  if (Array.isArray(root)) return root.flatMap(taggedIn);
  const inside = Object.values(root).flatMap(taggedIn);
  const node = root as Tagged;
  const isOurs = node.type === 'TaggedTemplateExpression' && /^(html|svg|css)$/.test(node.tag.name ?? '');
  return isOurs ? [node, ...inside] : inside;
}

function withEdits(code: string, edits: readonly { start: number; end: number; text: string }[]): string {
  let result = '';
  let at = 0;
  for (const { start, end, text } of edits.toSorted((a, b) => a.start - b.start)) {
    result += code.slice(at, start) + text;
    at = end;
  }
  return result + code.slice(at);
}
