/**
 * Who may import whom: the import directions of the design as a table, and the rule that enforces it. A file belongs to
 * the layer with the longest path that it starts with; imports within a layer are free.
 */
import { dirname, relative, resolve } from 'node:path';

/** The parts of the core that elements and browser may know. */
const OPEN_CORE = ['core/lib', 'core/errors', 'core/environment'];

/**
 * layer: what it may import besides itself, of which layers it may export types, and which packages it may import (the
 * name or a prefix ending in `/`).
 * A layer that is not listed (demo, tests, benches, settings) may import everything.
 */
export const LAYERS = {
  'core/lib': { layers: [], packages: [] },
  'core/errors': { layers: ['core/lib'], packages: [] },
  'core/environment': { layers: ['core/lib', 'core/errors'], packages: [] },
  'core/sync': { layers: OPEN_CORE, packages: ['@supabase/'] },
  'core/features': { layers: [...OPEN_CORE, 'core/sync'], packages: [] },
  core: { layers: [...OPEN_CORE, 'core/sync', 'core/features'], packages: ['@supabase/'] },
  browser: { layers: OPEN_CORE, packages: [] },
  elements: {
    layers: [...OPEN_CORE, 'core/features', 'core', 'browser'],
    packages: ['lit', 'lit/', '@lit/'],
  },
  // Of the elements only words: what is said in the system is said as in the page.
  'push-worker': { layers: [...OPEN_CORE, 'elements'], packages: [] },
  define: { layers: ['elements'], packages: [] },
  cdn: { layers: ['core', 'elements', 'define', 'index'], packages: [] },
  index: {
    layers: [...OPEN_CORE, 'core/features', 'core', 'browser', 'elements'],
    types: ['core/sync'],
    packages: [],
  },
  local: {
    layers: [],
    packages: ['node:', '@electric-sql/pglite', 'jose', 'ws', 'pg', 'smol-toml'],
  },
};

/** The layer of a file below `src` (`src/core/sync/rows.ts` → `core/sync`), or undefined. */
export function layerOf(file) {
  const path = file.replace(/\\/g, '/').replace(/\.[cm]?[jt]s$/, '');
  const belongs = (layer) => path === layer || path.startsWith(`${layer}/`);
  return Object.keys(LAYERS)
    .filter(belongs)
    .sort((a, b) => b.length - a.length)[0];
}

const mayUse = (packages, name) =>
  packages.some(
    (own) =>
      name === own ||
      name.startsWith(own.endsWith('/') ? own : `${own}/`) ||
      (own.endsWith(':') && name.startsWith(own)),
  );

/** @type {import('eslint').Rule.RuleModule} */
export const layersRule = {
  meta: {
    type: 'problem',
    messages: {
      direction: '{{from}} must not import {{to}} (see "Import directions" in CONTRIBUTING.md).',
      package: '{{from}} must not import the package {{to}}.',
      outside: '{{from}} must not import anything outside src.',
    },
    schema: [],
  },
  create(context) {
    const src = resolve(context.cwd, 'src');
    const from = layerOf(relative(src, context.filename));
    if (!from) return {};
    const { layers, types = [], packages } = LAYERS[from];

    function check(source, mayImport = layers) {
      if (typeof source?.value !== 'string') return;
      const report = (messageId, to) => context.report({ node: source, messageId, data: { from, to } });
      if (!source.value.startsWith('.')) {
        if (!mayUse(packages, source.value)) report('package', source.value);
        return;
      }
      const target = relative(src, resolve(dirname(context.filename), source.value));
      if (target.startsWith('..')) return report('outside', source.value);
      const to = layerOf(target) ?? target;
      if (to !== from && !mayImport.includes(to)) report('direction', to);
    }

    return {
      ImportDeclaration: ({ source }) => check(source),
      ExportNamedDeclaration: ({ source, exportKind }) =>
        check(source, exportKind === 'type' ? [...layers, ...types] : layers),
      ExportAllDeclaration: ({ source }) => check(source),
      ImportExpression: ({ source }) => check(source),
      TSImportType: ({ source }) => check(source),
    };
  },
};
