import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { freePort } from '../../demo/server/listen.ts';

/** A browser that a driver drives by the WebDriver protocol (https://www.w3.org/TR/webdriver2/). */
export interface WebDriver {
  readonly version: string;
  /** Sends a command of the session: `call('POST', 'url', { url })`. */
  call(method: 'GET' | 'POST' | 'DELETE', command: string, parameters?: object): Promise<unknown>;
  /** Ends the browser, then its driver. */
  close(): Promise<void>;
}

/** A driver that hangs must not hold up the run for ever. */
const ANSWER_MS = 60_000;
const START_MS = 20_000;

/** Starts a driver and, through it, its browser. */
export async function startWebDriver(program: string, env: NodeJS.ProcessEnv): Promise<WebDriver> {
  const port = await freePort(0);
  const driver = spawn(program, [`--port=${port}`, '--host=127.0.0.1'], { env, stdio: 'ignore' });
  const root = `http://127.0.0.1:${port}`;
  await untilReady(driver, root);
  const { sessionId, capabilities } = (await ask('POST', `${root}/session`, {
    capabilities: { alwaysMatch: { unhandledPromptBehavior: 'accept' } },
  })) as { sessionId: string; capabilities: { browserVersion: string } };
  const session = `${root}/session/${sessionId}`;
  return {
    version: capabilities.browserVersion,
    call: (method, command, parameters) => ask(method, `${session}/${command}`, parameters),
    async close() {
      // A browser that has died already has no session to end.
      await ask('DELETE', session).catch(() => undefined);
      driver.kill();
    },
  };
}

async function ask(method: string, url: string, parameters?: object): Promise<unknown> {
  const response = await fetch(url, {
    method,
    // A command that is posted has parameters, if only an empty set.
    ...(method === 'POST' ? { body: JSON.stringify(parameters ?? {}) } : {}),
    signal: AbortSignal.timeout(ANSWER_MS),
  });
  const { value } = (await response.json()) as { value: unknown };
  if (response.ok) return value;
  const { error, message } = value as { error: string; message: string };
  throw new Error(`The browser's driver refused ${method} ${url}: ${error}. ${message}`);
}

async function untilReady(driver: ChildProcess, root: string): Promise<void> {
  const ended = once(driver, 'exit').then(([code]) => {
    throw new Error(`The browser's driver ended as it started, exit code ${String(code)}.`);
  });
  ended.catch(() => undefined);
  const late = AbortSignal.timeout(START_MS);
  const isReady = (): Promise<boolean> =>
    ask('GET', `${root}/status`).then(
      () => true,
      () => false,
    );
  while (!(await Promise.race([isReady(), ended]))) {
    late.throwIfAborted();
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}
