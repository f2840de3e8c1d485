/**
 * `npm run test:mutants`: puts known faults into a copy of the code, one at a time, and sees whether the test that is
 * named for each notices; `npm run test:mutants -- lease` those whose name contains a word. Prints what survived in
 * full, and `N of N caught` last.
 */
import { MUTANTS } from './mutants/list.ts';
import { openCopy } from './mutants/copy.ts';
import { judge } from './mutants/judge.ts';

const words = process.argv.slice(2);
const chosen = MUTANTS.filter(({ name }) => words.every((word) => name.includes(word)));
const copy = await openCopy();
const survivors: string[] = [];
try {
  for (const mutant of chosen) {
    const start = performance.now();
    const { caught, output } = await judge(mutant, copy);
    const seconds = ((performance.now() - start) / 1000).toFixed(1);
    console.log(`${caught ? '✓ caught' : '✗ SURVIVED'} ${mutant.name} (${seconds} s)`);
    if (!caught) survivors.push(`${mutant.name}: ${mutant.test} › ${mutant.title}\n${output.slice(-3000)}`);
  }
} finally {
  await copy.remove();
}
for (const survivor of survivors) console.log(`\n${survivor}`);
console.log(`${chosen.length - survivors.length} of ${chosen.length} caught`);
process.exitCode = survivors.length === 0 && chosen.length > 0 ? 0 : 1;
