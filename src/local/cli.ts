#!/usr/bin/env node
import { HELP, UsageError, parseCommand } from './cli/options.ts';
import { createVapidKeys, vapidLines } from './cli/vapid.ts';

/** What a shell expects of a command that was called wrongly, and of one that failed. */
const EXIT = { usage: 2, failure: 1 };

async function main(args: readonly string[]): Promise<void> {
  const command = parseCommand(args);
  if (command.name === 'help') return void process.stdout.write(`${HELP}\n`);
  if (command.name === 'vapid') return void process.stdout.write(`${vapidLines(createVapidKeys())}\n`);
  const { dev } = await import('./cli/dev.ts');
  await dev(command.options);
}

/** An error for people is a plain one, or says how to call the command; of any other, the place matters, too. */
function describe(error: unknown): string | undefined {
  if (!(error instanceof Error)) return String(error);
  return error.name === 'Error' || error instanceof UsageError ? error.message : error.stack;
}

main(process.argv.slice(2)).catch((error: unknown) => {
  process.stderr.write(`\n${describe(error)}\n\n`);
  process.exitCode = error instanceof UsageError ? EXIT.usage : EXIT.failure;
});
