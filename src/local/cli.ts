#!/usr/bin/env node
import { HELP, UsageError, parseCommand } from './cli/options.ts';

/** What a shell expects of a command that was called wrongly, and of one that failed. */
const EXIT = { usage: 2, failure: 1 };

async function main(args: readonly string[]): Promise<void> {
  const command = parseCommand(args);
  if (command.name === 'help') return void process.stdout.write(`${HELP}\n`);
  const { dev } = await import('./cli/dev.ts').catch(explainMissing);
  await dev(command.options);
}

/** Everything that the backend is made of besides this package is optional, for sites that take the widgets alone. */
function explainMissing(error: NodeJS.ErrnoException): never {
  const name = /Cannot find package '([^']+)'/.exec(error.message)?.[1];
  if (error.code !== 'ERR_MODULE_NOT_FOUND' || !name) throw error;
  throw new Error(`The local backend needs the package ${name}, which is not installed: npm install ${name}`);
}

main(process.argv.slice(2)).catch((error: unknown) => {
  process.stderr.write(`\n${error instanceof Error ? error.message : String(error)}\n\n`);
  process.exitCode = error instanceof UsageError ? EXIT.usage : EXIT.failure;
});
