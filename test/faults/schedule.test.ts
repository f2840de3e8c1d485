import assert from 'node:assert/strict';
import { test } from 'node:test';
import { BROWSER_FAULTS, WIRE_FAULTS } from './catalogue.ts';
import { scheduleOf, type Grammar } from './schedule.ts';

const GRAMMAR: Grammar = { places: 3, ms: 1_500, acts: 40, faults: 10, weights: WIRE_FAULTS };

test('the same seed gives the same schedule, another one another', () => {
  assert.deepEqual(scheduleOf(7, GRAMMAR), scheduleOf(7, GRAMMAR));
  assert.notDeepEqual(scheduleOf(7, GRAMMAR).steps, scheduleOf(8, GRAMMAR).steps);
});

test('every text is written once in a whole run, and a third of the acts meet at one row', () => {
  const acts = Array.from({ length: 200 }, (_, seed) => scheduleOf(seed, GRAMMAR).steps)
    .flat()
    .map(({ command }) => command);
  const titles = acts.flatMap((act) => ('values' in act ? [act.values.title ?? []].flat() : []));
  assert.equal(new Set(titles).size, titles.length);
  const updates = acts.filter((act) => act.name === 'update');
  const share = updates.filter(({ row }) => row === 'hot').length / updates.length;
  assert.ok(share > 0.25 && share < 0.35, String(share));
});

for (const [name, weights] of Object.entries({ wire: WIRE_FAULTS, browser: BROWSER_FAULTS })) {
  test(`on the ${name}, thirty seeds have every fault in them`, () => {
    const met = new Set(
      Array.from({ length: 30 }, (_, seed) => scheduleOf(seed + 1, { ...GRAMMAR, weights }).steps)
        .flat()
        .flatMap(({ command }) => (command.name === 'fault' ? [command.fault] : [])),
    );
    assert.deepEqual(
      Object.keys(weights).filter((fault) => !met.has(fault as never)),
      [],
    );
  });
}
