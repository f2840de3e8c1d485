import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { brokenRules } from './lint.ts';

const ELEMENT = 'src/elements/nality-chat/a.ts';

/** A template in a file of an element. */
const template = (markup: string): string =>
  `import { html, type TemplateResult } from 'lit';\nexport const view = (act: () => void): TemplateResult => html\`${markup}\`;`;

/** A function of so many lines, with functions inside if wanted. */
const long = (lines: number, line = (index: number) => `  void ${index};`): string =>
  `export function long(): void {\n${Array.from({ length: lines }, (_, index) => line(index)).join('\n')}\n}`;

describe('markup', () => {
  const BROKEN: Record<string, string> = {
    'lit-a11y/alt-text': template('<img src="a.png" />'),
    'lit-a11y/click-events-have-key-events': template('<div @click=${act}></div>'),
    'lit-a11y/aria-role': template('<div role="buton"></div>'),
    'lit/attribute-value-entities': template('<a title="<b>">b</a>'),
    'lit/no-legacy-template-syntax': template('<button on-click=${act}>a</button>'),
    'wc/no-constructor-attributes':
      "class A extends HTMLElement {\n  constructor() {\n    super();\n    this.setAttribute('a', '');\n  }\n}\nvoid A;",
    'no-restricted-imports': "import { unsafeHTML } from 'lit/directives/unsafe-html.js';\nvoid unsafeHTML;",
    'no-restricted-syntax': "export const fill = (node: Element): void => void (node.innerHTML = '');",
  };
  for (const [rule, code] of Object.entries(BROKEN)) {
    it(`breaks ${rule} where it should`, async () => {
      assert.ok((await brokenRules(ELEMENT, code)).includes(rule));
    });
  }

  it('is fine when it is fine', async () => {
    assert.deepEqual(
      await brokenRules(ELEMENT, template('<button type="button" @click=${act}>Add</button>')),
      [],
    );
  });
});

describe('errors of the core', () => {
  const inCore = (code: string): Promise<string[]> =>
    brokenRules('src/core/sync/a.ts', `import { NalityError } from '../errors.ts';\n${code}`);

  it('are not made when the script starts', async () => {
    const made = "new NalityError('server', 'No.')";
    for (const code of [`export const NO = ${made};`, `const NO = { error: ${made} };\nvoid NO;`])
      assert.deepEqual(await inCore(code), ['no-restricted-syntax'], code);
  });

  it('are made when they are needed', async () => {
    const code = "export const no = (): NalityError => new NalityError('server', 'No.');";
    assert.deepEqual(await inCore(code), []);
  });
});

describe('console', () => {
  const code = "console.info('ready');";

  it('belongs to command lines, demo and tests', async () => {
    for (const file of ['src/local/cli.ts', 'demo/start.ts', 'test/run.ts']) {
      assert.deepEqual(await brokenRules(file, code), [], file);
    }
    for (const file of [ELEMENT, 'src/browser/a.ts', 'src/local/backend.ts']) {
      assert.deepEqual(await brokenRules(file, code), ['no-console'], file);
    }
  });
});

describe('length', () => {
  it('of a function ends at sixty lines', async () => {
    assert.deepEqual(await brokenRules('src/local/a.ts', long(58)), []);
    assert.deepEqual(await brokenRules('src/local/a.ts', long(59)), ['nality/own-lines']);
  });

  it('does not count functions inside, which have a limit of their own', async () => {
    const inner = (index: number): string =>
      `  const f${index} = (): void => {\n    void 0;\n  };\n  f${index}();`;
    assert.deepEqual(await brokenRules('src/local/a.ts', long(12, inner)), []);
  });

  it('of a template is as long as the template', async () => {
    const markup = template(`<button @click=\${act}>${'\n'.repeat(80)}a</button>`);
    assert.deepEqual(await brokenRules(ELEMENT, markup), []);
  });

  it('of a file ends at four hundred lines', async () => {
    assert.deepEqual(await brokenRules('src/local/a.ts', 'void 0;\n'.repeat(401)), ['max-lines']);
  });
});

describe('tests', () => {
  it('are neither skipped nor alone', async () => {
    for (const call of ["it.skip('a')", "it.only('a')", "describe.only('a')", "test.todo('a')"]) {
      const code = `declare const it: any, describe: any, test: any;\n${call};`.replaceAll(
        ': any',
        ': Record<string, (name: string) => void>',
      );
      assert.ok((await brokenRules('test/core/a.test.ts', code)).includes('no-restricted-syntax'), call);
    }
  });

  it('look for barriers in one way', async () => {
    const check =
      'await expect(0).to.be.accessible();\ndeclare function expect(value: unknown): { to: { be: { accessible(): Promise<void> } } };';
    assert.deepEqual(await brokenRules('test/elements/a.test.ts', check), ['no-restricted-syntax']);
  });
});
