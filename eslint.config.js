import litPlugin from 'eslint-plugin-lit';
import litA11yPlugin from 'eslint-plugin-lit-a11y';
import wcPlugin from 'eslint-plugin-wc';
import { defineConfig, globalIgnores } from 'eslint/config';
import tseslint from 'typescript-eslint';
import {
  coreGlobals,
  environmentGlobals,
  environmentProperties,
  environmentSyntax,
} from './eslint/core-globals.js';
import { layersRule } from './eslint/layers.js';
import { ownLinesRule } from './eslint/own-lines.js';

const TESTS = ['test/**', 'bench/**', 'demo/**'];

/** Markup comes from templates alone. */
const NO_HTML_STRINGS = [
  {
    selector:
      'MemberExpression[property.name=/^(innerHTML|outerHTML|insertAdjacentHTML|setHTMLUnsafe|srcdoc)$/]',
    message: 'Text is rendered as text: use a template.',
  },
];

const NO_BARRELS = [
  {
    selector: 'ExportAllDeclaration, ExportNamedDeclaration[source][exportKind="value"]',
    message: 'Only index.ts re-exports: import from the file that says it.',
  },
];

/** Each kind of call on the client has one home in the core. */
const ONE_HOME = {
  channel: {
    selector: "CallExpression[callee.object.name=/client$/i][callee.property.name='channel']",
    message: 'Only core/sync/channel opens channels.',
  },
  remote: {
    selector: 'CallExpression[callee.object.name=/client$/i][callee.property.name=/^(from|rpc)$/]',
    message: 'Only core/sync/remote speaks to tables and functions.',
  },
};

/** The stack of an error is taken where it is made: at the start, that makes the browser parse the script again. */
const NO_EARLY_ERRORS = {
  selector:
    ':matches(Program, Program > ExportNamedDeclaration) > VariableDeclaration > VariableDeclarator ' +
    'NewExpression[callee.name=/Error$/]:not(:function *)',
  message: 'Make an error when it is needed, not when the script starts.',
};

const restrictSyntax = (...selectors) => ({ 'no-restricted-syntax': ['error', ...selectors] });

export default defineConfig(
  globalIgnores([
    'dist',
    'demo/frameworks/*/dist',
    'coverage',
    '.nality',
    'supabase/functions',
    'test/local/fixtures',
  ]),
  { linterOptions: { reportUnusedDisableDirectives: 'error' } },

  ...tseslint.configs.recommended,
  {
    plugins: { nality: { rules: { layers: layersRule, 'own-lines': ownLinesRule } } },
    rules: {
      eqeqeq: ['error', 'always', { null: 'ignore' }],
      'no-console': 'error',
      'no-eval': 'error',
      'no-implied-eval': 'error',
      'no-new-func': 'error',
      'no-script-url': 'error',
      'no-var': 'error',
      'object-shorthand': 'error',
      'prefer-const': 'error',
      'max-lines': ['error', 400],
      'nality/own-lines': ['error', { max: 60 }],
      '@typescript-eslint/consistent-type-imports': ['error', { disallowTypeAnnotations: false }],
      '@typescript-eslint/no-empty-object-type': ['error', { allowInterfaces: 'with-single-extends' }],
      '@typescript-eslint/no-unused-expressions': ['error', { allowShortCircuit: true }],
      '@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_', varsIgnorePattern: '^_' }],
    },
  },

  {
    files: ['src/**/*.ts'],
    languageOptions: { parserOptions: { projectService: true } },
    rules: {
      'nality/layers': 'error',
      '@typescript-eslint/await-thenable': 'error',
      '@typescript-eslint/no-floating-promises': 'error',
      '@typescript-eslint/no-misused-promises': [
        'error',
        { checksVoidReturn: { arguments: false, attributes: false } },
      ],
      '@typescript-eslint/no-non-null-assertion': 'error',
      '@typescript-eslint/only-throw-error': 'error',
      '@typescript-eslint/switch-exhaustiveness-check': [
        'error',
        { considerDefaultExhaustiveForUnions: true },
      ],
      ...restrictSyntax(...NO_HTML_STRINGS, ...NO_BARRELS),
    },
  },
  {
    files: ['src/core/**/*.ts'],
    languageOptions: { globals: coreGlobals, parserOptions: { lib: ['es2023'] } },
    rules: {
      '@typescript-eslint/explicit-module-boundary-types': 'error',
      'no-undef': 'error',
      'no-restricted-globals': ['error', ...environmentGlobals],
      'no-restricted-properties': ['error', ...environmentProperties],
      ...restrictSyntax(
        ...NO_BARRELS,
        ...environmentSyntax,
        NO_EARLY_ERRORS,
        ONE_HOME.channel,
        ONE_HOME.remote,
      ),
    },
  },
  {
    files: ['src/core/sync/channel.ts'],
    rules: restrictSyntax(...NO_BARRELS, ...environmentSyntax, NO_EARLY_ERRORS, ONE_HOME.remote),
  },
  {
    files: ['src/core/sync/remote.ts'],
    rules: restrictSyntax(...NO_BARRELS, ...environmentSyntax, NO_EARLY_ERRORS, ONE_HOME.channel),
  },
  {
    files: ['src/index.ts', 'src/core/index.ts', 'src/local/index.ts', 'src/cdn/global.ts'],
    rules: restrictSyntax(...NO_HTML_STRINGS),
  },

  {
    files: ['src/elements/**/*.ts', 'src/define.ts', 'src/cdn/**/*.ts'],
    extends: [
      litPlugin.configs['flat/recommended'],
      wcPlugin.configs['flat/best-practice'],
      litA11yPlugin.configs.recommended,
    ],
    settings: { wc: { elementBaseClasses: ['LitElement', 'ReactiveElement'] } },
    rules: {
      // LitElement has every callback that its subclasses call.
      'wc/guard-super-call': 'off',
      'lit/attribute-names': ['error', { convention: 'kebab' }],
      'lit/lifecycle-super': 'error',
      'lit/no-legacy-imports': 'error',
      'lit/no-native-attributes': 'error',
      'lit/no-this-assign-in-render': 'error',
      'lit/no-useless-template-literals': 'error',
      'lit/prefer-nothing': 'error',
      'lit/quoted-expressions': 'error',
      'no-restricted-imports': [
        'error',
        {
          patterns: [
            { regex: '^lit/directives/unsafe-', message: 'Text is rendered as text: use a template.' },
          ],
        },
      ],
    },
  },

  {
    files: ['src/local/cli.ts', 'build/**', ...TESTS],
    rules: { 'no-console': 'off' },
  },
  {
    files: TESTS,
    rules: {
      'nality/own-lines': 'off',
      'no-script-url': 'off',
      'no-restricted-imports': [
        'error',
        {
          paths: [
            {
              name: '@open-wc/testing',
              importNames: ['waitUntil'],
              message: 'Its patience ends after a second: use test/support/wait-until.ts.',
            },
          ],
        },
      ],
      // Assertions such as `expect(x).to.be.true`.
      '@typescript-eslint/no-unused-expressions': 'off',
      '@typescript-eslint/no-non-null-assertion': 'off',
      ...restrictSyntax(
        {
          selector:
            'MemberExpression[object.name=/^(test|it|describe|suite)$/][property.name=/^(only|skip|todo)$/]',
          message: 'A test either holds or goes.',
        },
        {
          selector: 'ImportDeclaration[source.value=/src\\u002findex\\.ts$/]',
          message: 'Import from the file that says it, not from the barrel.',
        },
        {
          selector: "CallExpression[callee.property.name='accessible']",
          message: 'Use expectNoBarriers: it looks at what moves when it is at rest.',
        },
      ),
    },
  },
  {
    // An assertion that nobody awaits cannot fail.
    files: ['test/**/*.ts'],
    // The types of @open-wc/testing make every chai assertion look like a promise.
    ignores: ['test/elements/**', 'test/browser/**'],
    languageOptions: { parserOptions: { projectService: true } },
    rules: {
      '@typescript-eslint/await-thenable': 'error',
      '@typescript-eslint/no-floating-promises': [
        'error',
        {
          allowForKnownSafeCalls: [
            { from: 'package', name: ['describe', 'it', 'suite', 'test'], package: 'node:test' },
          ],
        },
      ],
    },
  },
  {
    files: ['test/build/**'],
    rules: { 'no-restricted-syntax': 'off' },
  },
);
