import assert from 'node:assert/strict';
import { it } from 'node:test';
import { runCommand } from './command.ts';

const node = (code: string, until = AbortSignal.timeout(60_000)): ReturnType<typeof runCommand> =>
  runCommand(process.execPath, ['--eval', code], { until });

it('tells the exit code and everything that was said', async () => {
  const ending = await node("console.log('out'); console.error('err'); process.exitCode = 3;");
  assert.deepEqual([ending.code, ending.timedOut], [3, false]);
  assert.match(ending.output, /out/);
  assert.match(ending.output, /err/);
});

it('has an ending for a command that does not exist', async () => {
  const ending = await runCommand('no-such-command', [], { until: AbortSignal.timeout(60_000) });
  assert.equal(ending.code, 127);
  assert.match(ending.output, /ENOENT/);
});

it('ends what the command has started, too', async () => {
  // The inner process holds on to the outer one's output: there is an ending only once both are gone.
  const inner = "console.log('inner'); setInterval(() => {}, 1000);";
  const outer = `require('node:child_process').spawn(process.execPath, ['--eval', ${JSON.stringify(inner)}], { stdio: 'inherit' });`;
  const ending = await node(outer, AbortSignal.timeout(10_000));
  assert.equal(ending.timedOut, true);
  assert.match(ending.output, /inner/);
});
