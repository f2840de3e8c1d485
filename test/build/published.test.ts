import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { mkdir, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { after, before, test } from 'node:test';
import { promisify } from 'node:util';
import { publint } from 'publint';
import { formatMessage } from 'publint/utils';
import { root } from '../../build/configs.ts';
import { packConsumer, type PackedConsumer } from './consumer.ts';
import { FRAMEWORK_FILES } from './framework-files.ts';

let project: PackedConsumer;

before(async () => {
  project = await packConsumer();
});

after(() => project?.remove());

test('publint has nothing to say about the package', async () => {
  const { messages, pkg } = await publint({ pkgDir: project.package, pack: false, strict: true });
  assert.deepEqual(
    messages.map((message) => formatMessage(message, pkg)),
    [],
  );
});

test('every entry has types that an ESM project finds', async () => {
  await run('@arethetypeswrong/cli/dist/index.js', [project.tarball, '--profile', 'esm-only']);
});

test('the elements are typed in React, in any other JSX, in Vue and in Svelte', async () => {
  for (const [file, text] of Object.entries(FRAMEWORK_FILES)) {
    await mkdir(dirname(join(project.folder, file)), { recursive: true });
    await writeFile(join(project.folder, file), text);
  }
  await compile(Object.keys(FRAMEWORK_FILES).filter((file) => !file.includes('/')));
});

test('registering one element brings its types and those of its events, which are sound', async () => {
  await writeFile(join(project.folder, 'one.ts'), ONE_ELEMENT);
  await compile(['one.ts'], { skipLibCheck: false });
});

const ONE_ELEMENT = `
import '@nality/widgets/elements/timeline/define.js';
import type { NalityEventBeforeSaveEvent } from '@nality/widgets/elements/timeline.js';

const timeline = document.createElement('nality-timeline');
timeline.view = 'decade';
timeline.addEventListener('nality-event-select', ({ lifeEvent }) => lifeEvent.title.trim());
timeline.addEventListener('nality-event-before-save', (event: NalityEventBeforeSaveEvent) => event.draft.title);
// @ts-expect-error -- not what it carries
timeline.addEventListener('nality-event-before-delete', ({ comment }) => comment);
`;

/** Compiles files of the project strictly; what the compiler says is the failure. */
async function compile(files: readonly string[], options: object = {}): Promise<void> {
  const compilerOptions = {
    target: 'es2022',
    module: 'nodenext',
    lib: ['es2023', 'dom', 'dom.iterable'],
    jsx: 'react-jsx',
    strict: true,
    noEmit: true,
    skipLibCheck: true,
    types: [],
    ...options,
  };
  await writeFile(join(project.folder, 'package.json'), '{ "type": "module" }');
  await writeFile(join(project.folder, 'tsconfig.json'), JSON.stringify({ compilerOptions, files }));
  await run('typescript/bin/tsc', ['-p', project.folder]);
}

async function run(tool: string, args: readonly string[]): Promise<void> {
  const path = join(root, 'node_modules', tool);
  await promisify(execFile)(process.execPath, [path, ...args]).catch(({ stdout }: { stdout: string }) =>
    assert.fail(stdout),
  );
}
