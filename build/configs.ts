import { globSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { InlineConfig } from 'vite';
import { compactTemplates } from './compact-templates.ts';
import { goodGuest } from './good-guest.ts';
import { trustedTypesPolicy } from './trusted-types.ts';

/** The package's folder. */
export const root = fileURLToPath(new URL('../', import.meta.url));

/** The elements, by the name that follows `nality-`. */
export const ELEMENTS = ['provider', 'timeline', 'presence', 'chat', 'comments', 'notifications'];

/** What the words of another language are made with; the main entry does not have it. */
const LOCALE = 'src/elements/locales/counting.ts';

const TARGET = 'es2022';
const PRODUCTION = { 'process.env.NODE_ENV': '"production"' };

/** What people of a room see of each other: the comments load it after their first rows. */
const ROOM =
  'core/(features/(room|together|last-seen)|sync/(peers|others|myself|signals|marks|typing|roster|tracking|activity)|lib/(flood-gate|token-bucket))\\.';

/**
 * What every widget needs is in two chunks: the core, which draws nothing, and what all of them draw with. A feature of the core
 * comes with the elements that use it; the little that most of them ask of rights is one chunk. Rooms
 * and web push stand last, for a group also takes what its modules import, unless another has it.
 */
const CHUNKS = [
  {
    name: 'core',
    test: new RegExp(
      `/src/(?!${ROOM})(core/(?!features/|sync/(storage/|library-session\\.))|browser/(?!push|files\\.))`,
    ),
  },
  {
    name: 'ui',
    test: /\/src\/elements\/shared\/|\/node_modules\/(lit|lit-html|lit-element|@lit)\/|oxc-project/,
  },
  { name: 'rights', test: /\/src\/core\/features\/(rights|timeline-topic|attention)\.ts/ },
  { name: 'room', test: new RegExp(`/src/${ROOM}`) },
  { name: 'push', test: /\/src\/(core\/features|browser)\/push/ },
];

/** `nality.js` for `<script type="module">`, all dependencies in it, elements in chunks of their own. */
export function cdnConfig(): InlineConfig {
  return {
    root,
    configFile: false,
    publicDir: false,
    define: PRODUCTION,
    plugins: [trustedTypesPolicy(), goodGuest(), compactTemplates()],
    build: {
      target: TARGET,
      outDir: 'dist/cdn',
      emptyOutDir: true,
      sourcemap: true,
      manifest: 'manifest.json',
      // As an application, the entry would hold vite's preload helper, and every chunk would import the entry.
      lib: { entry: { nality: 'src/cdn/nality.ts' }, formats: ['es'] },
      rolldownOptions: {
        output: {
          minify: true,
          // Hints for bundlers, such as what is pure, are of no use in files that no bundler sees.
          comments: false,
          codeSplitting: { groups: CHUNKS },
          entryFileNames: '[name].js',
          // Every import repeats the name, and a hash does not compress.
          chunkFileNames: ({ name, facadeModuleId }) =>
            `chunks/${chunkName(name, facadeModuleId)}-[hash:6].js`,
        },
      },
    },
  };
}

/** A chunk that stands for a module is named after the folder of it: an element, or a package. */
function chunkName(name: string, module: string | null): string {
  const folder = module?.match(/\/(?:src\/elements|node_modules\/@supabase)\/([^/]+)\//)?.[1];
  return folder && ['define', 'dist'].includes(name) ? folder : name;
}

/** `nality.global.js` for a classic `<script>`: one file that sets `window.Nality`. */
export function globalConfig(): InlineConfig {
  return {
    root,
    configFile: false,
    publicDir: false,
    define: PRODUCTION,
    plugins: [trustedTypesPolicy(), goodGuest(), compactTemplates()],
    build: {
      target: TARGET,
      outDir: 'dist/cdn',
      emptyOutDir: false,
      sourcemap: true,
      minify: 'oxc',
      lib: {
        entry: 'src/cdn/global.ts',
        name: 'Nality',
        formats: ['iife'],
        fileName: () => 'nality.global.js',
      },
      // Where there is no page, as in Node, the file does nothing.
      rolldownOptions: {
        output: { codeSplitting: false, comments: false, banner: "if (typeof document !== 'undefined')" },
      },
    },
  };
}

/**
 * `push-worker.js` for a site's own service worker: one file without exports, as good for `importScripts` as for `import`;
 * anywhere else it does nothing.
 */
export function pushWorkerConfig(outDir: string): InlineConfig {
  return {
    root,
    configFile: false,
    publicDir: false,
    build: {
      target: TARGET,
      outDir,
      emptyOutDir: false,
      sourcemap: true,
      minify: 'oxc',
      lib: {
        entry: 'src/push-worker/push-worker.ts',
        name: 'NalityPushWorker',
        formats: ['iife'],
        fileName: () => 'push-worker.js',
      },
      rolldownOptions: { output: { codeSplitting: false, comments: false } },
    },
  };
}

/** The npm package: one file per source file, dependencies left to the site's own bundler. */
export function esmConfig(): InlineConfig {
  return {
    root,
    configFile: false,
    publicDir: false,
    plugins: [compactTemplates()],
    build: {
      target: TARGET,
      outDir: 'dist/esm',
      emptyOutDir: true,
      sourcemap: true,
      minify: false,
      lib: {
        entry: ['src/index.ts', 'src/define.ts', 'src/core/index.ts', LOCALE, ...elementEntries()],
        formats: ['es'],
      },
      rolldownOptions: {
        external: [/^lit(\/|$)/, /^@lit\//, /^@supabase\//],
        output: { preserveModules: true, preserveModulesRoot: 'src', entryFileNames: '[name].js' },
      },
    },
  };
}

/** The local backend for Node: one file per source file, at the same place, so that files beside it are found. */
export function localConfig(): InlineConfig {
  return {
    root,
    configFile: false,
    publicDir: false,
    ssr: { external: true },
    build: {
      ssr: true,
      target: 'node20',
      outDir: 'dist/local',
      emptyOutDir: true,
      minify: false,
      rolldownOptions: {
        input: globSync('src/local/**/*.ts', { cwd: root }),
        output: {
          format: 'es',
          preserveModules: true,
          preserveModulesRoot: 'src/local',
          entryFileNames: '[name].js',
        },
      },
    },
  };
}

function elementEntries(): string[] {
  return ELEMENTS.flatMap((name) => [
    `src/elements/nality-${name}/nality-${name}.ts`,
    `src/elements/nality-${name}/define.ts`,
  ]);
}
