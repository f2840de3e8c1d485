import assert from 'node:assert/strict';
import type { Page } from 'puppeteer-core';
import { openScreen, type Screen } from '../../support/pages-screen.ts';
import type { Stage } from '../../support/pages.ts';
import { witness, type Witness } from '../../support/pages-witness.ts';

/** A page of somebody else's that embeds the built widgets, and what the browser says about it. */
export interface Guest extends Screen {
  readonly seen: Witness;
  /** Asserts that the page has nothing to complain of, and that nobody was asked but page, bundle and backend. */
  behaves(): void;
}

/** Opens one of the pages in `demo/embed`. */
export async function openGuest(
  stage: Stage,
  name: string,
  prepare?: (page: Page) => Promise<unknown>,
): Promise<Guest> {
  let seen: Witness | undefined;
  const screen = await openScreen(await stage.profile(0), `${stage.demo.url}/embed/${name}`, async (page) => {
    seen = await witness(page);
    await prepare?.(page);
  });
  const { url, bundle, backend } = stage.demo;
  return {
    ...screen,
    seen: seen!,
    behaves() {
      assert.deepEqual([...seen!.complaints, ...screen.troubles, ...screen.console], []);
      assert.deepEqual(seen!.origins(), [url, bundle, backend.url].sort());
    },
  };
}
