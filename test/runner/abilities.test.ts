import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { sortOut } from '../browsers/abilities.ts';

const SOURCES: Record<string, string> = {
  'test/elements/a/looks.test.ts': "import { LOOKS, preferring } from '../../support/preferring.ts';",
  'test/browser/b.test.ts': "import { sendKeys } from '@web/test-runner-commands';",
};
const files = Object.keys(SOURCES);
const read = (file: string): string => SOURCES[file]!;

describe('test files in a browser', () => {
  it('all run where its driver can do everything', () => {
    assert.deepEqual(sortOut('chromium', files, read), { able: files, leftOut: [] });
  });

  for (const browser of ['firefox', 'webkit'] as const)
    it(`that its driver cannot run are told, with what is not tested thereby (${browser})`, () => {
      const { able, leftOut } = sortOut(browser, files, read);
      assert.deepEqual(able, ['test/browser/b.test.ts']);
      assert.deepEqual(
        leftOut.map(({ file }) => file),
        ['test/elements/a/looks.test.ts'],
      );
      assert.match(leftOut[0]!.untested, /in the dark and in forced colours/);
    });
});
