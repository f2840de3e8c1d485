import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { sortOut } from '../browsers/abilities.ts';

const SOURCES: Record<string, string> = {
  'test/elements/a/looks.test.ts': "import { LOOKS, preferring } from '../../support/preferring.ts';",
  'test/browser/kept-files.test.ts': "import { createUploadStore } from '../../src/…/upload-store.ts';",
  'test/browser/b.test.ts': "import { sendKeys } from '@web/test-runner-commands';",
};
const files = Object.keys(SOURCES);
const read = (file: string): string => SOURCES[file]!;

describe('test files in a browser', () => {
  it('all run where its driver can do everything', () => {
    assert.deepEqual(sortOut('chromium', files, read), { able: files, leftOut: [] });
  });

  it('that its driver cannot run are told, with what is not tested thereby', () => {
    const { able, leftOut } = sortOut('webkit', files, read);
    assert.deepEqual(able, ['test/browser/b.test.ts']);
    const [looks, kept] = leftOut;
    assert.equal(looks!.file, 'test/elements/a/looks.test.ts');
    assert.match(looks!.untested, /in the dark and in forced colours/);
    assert.equal(kept!.file, 'test/browser/kept-files.test.ts');
    assert.match(kept!.untested, /photo .* after a reload/);
  });

  it('are left out for what that very browser lacks, and for nothing else', () => {
    const { leftOut } = sortOut('firefox', files, read);
    assert.deepEqual(
      leftOut.map(({ file }) => file),
      ['test/elements/a/looks.test.ts'],
    );
  });
});
