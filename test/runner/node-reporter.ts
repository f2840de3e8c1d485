import { inspect } from 'node:util';
import type { TestEvent } from 'node:test/reporters';

/** What a test file tells the runner, one JSON object per line. */
export type NodeReport =
  | { event: 'passed'; title: string }
  | { event: 'failed'; title: string; text: string }
  | { event: 'finished' };

/** The custom reporter that the runner hands to `node:test` in the process of one test file. */
export default async function* report(events: AsyncIterable<TestEvent>): AsyncGenerator<string> {
  const names: string[] = [];
  for await (const event of events) {
    if (event.type === 'test:start') names.splice(event.data.nesting, Infinity, event.data.name);
    const told = translate(event, names);
    if (told) yield `${JSON.stringify(told)}\n`;
  }
}

function translate({ type, data }: TestEvent, names: readonly string[]): NodeReport | undefined {
  if (type === 'test:summary') return { event: 'finished' };
  if (type === 'test:diagnostic') return lateActivity(data.message);
  if (type !== 'test:pass' && type !== 'test:fail') return undefined;

  const title = [...names.slice(0, data.nesting), data.name].join(' › ');
  if (data.skip !== undefined || data.todo !== undefined) {
    return { event: 'failed', title, text: 'This test is skipped. A test either holds or goes.' };
  }
  if (type === 'test:pass') return data.details.type === 'suite' ? undefined : { event: 'passed', title };
  const error: Error & { failureType?: string } = data.details.error;
  // Its failing subtests have been told already.
  if (error.failureType === 'subtestsFailed') return undefined;
  return { event: 'failed', title, text: inspect(error.cause ?? error, { depth: 8 }) };
}

/** node:test only mentions what breaks after its test has ended; here it counts. */
function lateActivity(message: string): NodeReport | undefined {
  if (!message.includes('asynchronous activity after the test ended')) return undefined;
  return { event: 'failed', title: 'after the tests', text: message };
}
