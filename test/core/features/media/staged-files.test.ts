import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { FileTools } from '../../../../src/core/environment.ts';
import type { FeatureContext } from '../../../../src/core/features/feature-context.ts';
import { stagedFilesFeature, type StagedFiles } from '../../../../src/core/features/media/staged-files.ts';
import { fakeEnvironment, type FakeEnvironment } from '../../../support/fake-environment.ts';

const DAY_MS = 86_400_000;

/** A page with what is chosen on this person's timeline; the disk is that of the browser. */
function open(environment: FakeEnvironment, owner = 'marie', free = 1e6): StagedFiles {
  const until = new AbortController().signal;
  const tools = { room: async () => free } as FileTools;
  const context = {
    environment: { ...environment, now: environment.now, files: async () => tools },
    openStore: (name: string) => environment.openStore(name, until),
  } as unknown as FeatureContext;
  return stagedFilesFeature.open(owner, context, until);
}

const file = (name: string): File => new File(['bytes'], name);
const left = async (page: StagedFiles): Promise<string[]> =>
  (await page.all()).map(({ draft, file: { name } }) => `${draft} ${name}`);

test('a chosen file is there on the next page, beside the draft that it was chosen for', async () => {
  const environment = fakeEnvironment();
  const page = open(environment);
  assert.equal(await page.keep({ id: '2', draft: 'new', file: file('a.jpg') }), true);
  await environment.advance(1);
  await page.keep({ id: '1', draft: 'new~b', file: file('b.jpg') });
  assert.deepEqual(await left(open(environment)), ['new a.jpg', 'new~b b.jpg']);
  assert.deepEqual(await left(open(environment, 'paul')), [], 'it is on another timeline');
});

test('what is forgotten right after it was chosen is not kept', async () => {
  const environment = fakeEnvironment();
  const page = open(environment);
  void page.keep({ id: '1', draft: 'new', file: file('a.jpg') });
  page.forget('1');
  assert.deepEqual(await left(page), []);
});

test('a file for which there is no room is said not to be kept', async () => {
  const page = open(fakeEnvironment(), 'marie', 1);
  assert.equal(await page.keep({ id: '1', draft: 'new', file: file('a.jpg') }), false);
  assert.deepEqual(await left(page), []);
});

test('what nobody comes back to for thirty days is forgotten', async () => {
  const environment = fakeEnvironment();
  await open(environment).keep({ id: '1', draft: 'new', file: file('a.jpg') });
  await environment.advance(29 * DAY_MS);
  assert.deepEqual(await left(open(environment)), ['new a.jpg']);
  await environment.advance(2 * DAY_MS);
  assert.deepEqual(await left(open(environment)), []);
});
