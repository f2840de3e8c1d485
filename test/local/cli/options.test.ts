import assert from 'node:assert/strict';
import { join } from 'node:path';
import { test } from 'node:test';
import { UsageError, parseCommand } from '../../../src/local/cli/options.ts';
import type { DevOptions } from '../../../src/local/cli/options.ts';

function dev(...args: string[]): DevOptions {
  const command = parseCommand(['dev', ...args]);
  assert.equal(command.name, 'dev');
  return command.options;
}

test('without a command, or with --help anywhere, there is help', () => {
  for (const args of [[], ['--help'], ['-h'], ['dev', '--help'], ['dev', '--memory', '-h']]) {
    assert.equal(parseCommand(args).name, 'help', args.join(' '));
  }
});

test('dev alone serves the own project on the usual port and keeps its data', () => {
  assert.deepEqual(dev(), {
    port: 54321,
    databaseUrl: undefined,
    dataDir: join('.nality', 'data'),
    reset: false,
    project: undefined,
    envFile: undefined,
    schema: true,
    seed: true,
    jwtSecret: undefined,
    verbose: false,
  });
});

test('a project keeps its data in its own folder, unless told otherwise', () => {
  assert.equal(dev('--project', 'shop').dataDir, join('shop', '.nality', 'data'));
  assert.equal(dev('--project', 'shop', '--data', 'there').dataDir, 'there');
  assert.equal(dev('--project', 'shop', '--memory').dataDir, undefined);
});

test('every option reaches the backend', () => {
  const secret = 's'.repeat(32);
  const options = dev(
    ...['--port=0', '--reset', '--no-schema', '--no-seed', '--jwt-secret', secret, '--verbose'],
    ...['--env-file', '/somewhere/.env'],
  );
  assert.deepEqual(
    { ...options, dataDir: undefined, project: undefined },
    {
      port: 0,
      databaseUrl: undefined,
      dataDir: undefined,
      reset: true,
      project: undefined,
      envFile: '/somewhere/.env',
      schema: false,
      seed: false,
      jwtSecret: secret,
      verbose: true,
    },
  );
});

const MISTAKES: [args: string[], message: RegExp][] = [
  [['serve'], /^No command "serve": there are dev and vapid\. See --help\.$/],
  [['--port', '1'], /^No command: there are dev and vapid\. See --help\.$/],
  [['dev', 'there'], /^dev takes no "there"\. See --help\.$/],
  [['dev', '--prot', '1'], /^Unknown option '--prot'\. See --help\.$/],
  [['dev', '--port'], /^Option '--port <value>' argument missing\. See --help\.$/],
  [['dev', '--memory=yes'], /^Option '--memory' does not take an argument\. See --help\.$/],
  [['dev', '--port', 'high'], /^--port wants a number from 0 to 65535, not "high"\.$/],
  [['dev', '--port', '65536'], /^--port wants a number from 0 to 65535, not "65536"\.$/],
  [['dev', '--port', ''], /^--port wants a number from 0 to 65535, not ""\.$/],
  [['dev', '--port', '1e3'], /^--port wants a number from 0 to 65535, not "1e3"\.$/],
  [['dev', '--data', ''], /^--data wants the name of a folder\.$/],
  [['dev', '--project', ''], /^--project wants the name of a folder\.$/],
  [['dev', '--memory', '--data', 'x'], /^--memory keeps nothing, --data does: take one\. See --help\.$/],
  [['dev', '--jwt-secret', 'short'], /^--jwt-secret wants at least 32 characters\.$/],
];

for (const [args, message] of MISTAKES) {
  test(`"${args.join(' ')}" is refused in one line`, () => {
    assert.throws(
      () => parseCommand(args),
      (error) => error instanceof UsageError && message.test(error.message),
    );
  });
}
