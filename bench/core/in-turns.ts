import type { JSHandle } from 'puppeteer-core';
import type { Contest } from './page/contest.ts';

/** What each contestant took, round by round. */
export type Turns<Name extends string> = Record<Name, number[]>;

/** Lets the contestants do their work one after the other, so many times, and checks it. The first round warms up. */
export async function inTurns<Name extends string>(
  contest: JSHandle<Contest>,
  names: readonly Name[],
  rounds: number,
): Promise<Turns<Name>> {
  const taken = Object.fromEntries(names.map((name) => [name, [] as number[]])) as Turns<Name>;
  for (let round = 0; round <= rounds; round += 1) {
    for (const name of names) {
      const amount = await contest.evaluate((inPage, name) => inPage.run(name), name);
      if (round > 0) taken[name].push(amount);
    }
  }
  await contest.evaluate((inPage) => inPage.check());
  await contest.evaluate((inPage) => inPage.close());
  return taken;
}
