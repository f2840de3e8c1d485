import assert from 'node:assert/strict';
import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, afterEach, before, describe, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { MARIE_ID, PASSWORD } from '../../demo/page/cast.ts';

const START = fileURLToPath(new URL('../../demo/start.ts', import.meta.url));

interface Run {
  readonly process: ChildProcess;
  /** What it has said so far, errors included. */
  said(): string;
  /** Resolves with the first group of the pattern once it says so; rejects when it ends before that. */
  says(pattern: RegExp): Promise<string>;
  /** Resolves with the exit code. */
  ended(): Promise<number | null>;
}

function run(...args: string[]): Run {
  const child = spawn(process.execPath, [START, ...args]);
  const exit = once(child, 'close') as Promise<[number | null]>;
  let output = '';
  for (const stream of [child.stdout, child.stderr])
    stream.on('data', (chunk: Buffer) => (output += chunk.toString()));
  const says = async (pattern: RegExp): Promise<string> => {
    while (child.exitCode === null) {
      const found = pattern.exec(output);
      if (found) return found[1] ?? '';
      await Promise.race([once(child.stdout, 'data'), exit]);
    }
    return assert.fail(`It ended without saying ${pattern}:\n${output}`);
  };
  return { process: child, said: () => output, says, ended: async () => (await exit)[0] };
}

describe('npm start', () => {
  let data: string;
  let running: Run | undefined;

  before(async () => {
    data = await mkdtemp(join(tmpdir(), 'nality-demo-'));
  });

  afterEach(async () => {
    running?.process.kill('SIGINT');
    await running?.ended();
  });

  after(() => rm(data, { recursive: true }));

  async function start(...args: string[]): Promise<(path: string, init?: RequestInit) => Promise<Response>> {
    running = run('--port', '0', '--data', data, ...args);
    await running.says(/Ctrl-C stops/);
    const url = await running.says(/Backend: +(\S+)/);
    const key = await running.says(/Public key: +(\S+)/);
    const send = (path: string, init: RequestInit = {}, token = key): Promise<Response> =>
      fetch(url + path, {
        ...init,
        headers: {
          apikey: key,
          authorization: `Bearer ${token}`,
          'content-type': 'application/json',
          prefer: 'return=representation',
        },
      });
    const body = JSON.stringify({ email: 'marie@curie.test', password: PASSWORD });
    const signedIn = await send('/auth/v1/token?grant_type=password', { method: 'POST', body });
    const { access_token: token } = (await signedIn.json()) as { access_token: string };
    return (path, init) => send(path, init, token);
  }

  const stop = async (): Promise<void> => {
    running!.process.kill('SIGINT');
    assert.equal(await running!.ended(), 0);
  };

  const OLDEST = `/rest/v1/life_events?user_id=eq.${MARIE_ID}&order=start_date&limit=1&select=id,title`;
  const oldest = async (ask: Awaited<ReturnType<typeof start>>): Promise<{ id: string; title: string }> => {
    const [event] = (await (await ask(OLDEST)).json()) as [{ id: string; title: string }];
    return event;
  };

  test('shows its pages, keeps edits over a restart, and starts over when asked to', async () => {
    const first = await start();
    const page = await fetch(await running!.says(/The demo: +(\S+)/));
    assert.match(await page.text(), /<nality-provider>/);
    const { id, title } = await oldest(first);
    const body = JSON.stringify({ title: 'Edited before the restart' });
    assert.equal((await first(`/rest/v1/life_events?id=eq.${id}`, { method: 'PATCH', body })).status, 200);
    await stop();

    assert.equal((await oldest(await start())).title, 'Edited before the restart');
    await stop();

    assert.equal((await oldest(await start('--reset'))).title, title);
  });

  test('leaves a folder alone that another demo is using', async () => {
    await start();
    const second = run('--port', '0', '--data', data, '--reset');
    assert.equal(await second.ended(), 1);
    assert.match(second.said(), /Another demo is running already \(process \d+\)/);
  });

  test('says what is wrong with its arguments', async () => {
    for (const [args, problem] of [
      [['--port', 'abc'], /--port wants a number/],
      [['--nonsense'], /--nonsense/],
    ] as const) {
      const refused = run(...args);
      assert.equal(await refused.ended(), 1);
      assert.match(refused.said(), problem);
    }
  });
});
