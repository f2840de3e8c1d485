import { fileURLToPath } from 'node:url';
import type { InlineConfig } from 'vite';
import { trustedTypesPolicy } from './trusted-types.ts';

/** The package's folder. */
export const root = fileURLToPath(new URL('../', import.meta.url));

const TARGET = 'es2022';
const PRODUCTION = { 'process.env.NODE_ENV': '"production"' };

/** `nality.js` for `<script type="module">`, all dependencies in it, elements in chunks of their own. */
export function cdnConfig(outDir = 'dist/cdn'): InlineConfig {
  return {
    root,
    configFile: false,
    publicDir: false,
    base: './',
    define: PRODUCTION,
    plugins: [trustedTypesPolicy()],
    build: {
      target: TARGET,
      outDir,
      emptyOutDir: true,
      sourcemap: true,
      minify: 'oxc',
      manifest: 'manifest.json',
      modulePreload: false,
      rolldownOptions: {
        input: { nality: 'src/cdn/nality.ts' },
        output: { format: 'es', entryFileNames: '[name].js', chunkFileNames: 'chunks/[name]-[hash].js' },
      },
    },
  };
}

/** `nality.global.js` for a classic `<script>`: one file that sets `window.Nality`. */
export function globalConfig(outDir = 'dist/cdn'): InlineConfig {
  return {
    root,
    configFile: false,
    publicDir: false,
    define: PRODUCTION,
    plugins: [trustedTypesPolicy()],
    build: {
      target: TARGET,
      outDir,
      emptyOutDir: false,
      sourcemap: true,
      minify: 'oxc',
      lib: { entry: 'src/cdn/global.ts', name: 'Nality', formats: ['iife'], fileName: () => 'nality.global.js' },
      rolldownOptions: { output: { codeSplitting: false } },
    },
  };
}

/** The npm package: one file per source file, dependencies left to the site's own bundler. */
export function esmConfig(outDir = 'dist/esm'): InlineConfig {
  return {
    root,
    configFile: false,
    publicDir: false,
    build: {
      target: TARGET,
      outDir,
      emptyOutDir: true,
      sourcemap: true,
      minify: false,
      lib: {
        entry: ['src/index.ts', 'src/define.ts', 'src/core/nality.ts', ...elementEntries()],
        formats: ['es'],
      },
      rolldownOptions: {
        external: [/^lit(\/|$)/, /^@lit\//, /^@supabase\//],
        output: { preserveModules: true, preserveModulesRoot: 'src', entryFileNames: '[name].js' },
      },
    },
  };
}

function elementEntries(): string[] {
  return ['provider', 'timeline', 'presence'].flatMap((name) => [
    `src/elements/nality-${name}/nality-${name}.ts`,
    `src/elements/nality-${name}/define.ts`,
  ]);
}
