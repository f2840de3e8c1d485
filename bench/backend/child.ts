import { fork } from 'node:child_process';
import { once } from 'node:events';
import type { ToParent } from './parent.ts';

/** A server in a process of its own, which ends with this one. */
export interface Child {
  url: string;
  /** Milliseconds from the start of its process to its first word. */
  startTime: number;
  /** Its resident memory in bytes. */
  memory(): Promise<number>;
  end(): Promise<void>;
}

export interface ChildOptions {
  args?: readonly string[];
  env?: Record<string, string>;
  /** Is told what the server complains of. */
  onTrouble?: (text: string) => void;
}

/** Runs a script that reports with `reportToParent`; rejects when it ends before it serves. */
export async function startChild(script: string, options: ChildOptions = {}): Promise<Child> {
  const { args = [], env, onTrouble } = options;
  const begin = performance.now();
  const child = fork(new URL(script, import.meta.url), [...args], { env: { ...process.env, ...env } });
  const exited = once(child, 'exit');
  child.on('message', (message: ToParent) => {
    if ('trouble' in message) onTrouble?.(message.trouble);
  });
  const answer = async <K extends string>(key: K): Promise<Extract<ToParent, Record<K, unknown>>> => {
    for (;;) {
      const early = exited.then(() => Promise.reject(new Error(`${script} ended.`)));
      const [message] = (await Promise.race([once(child, 'message'), early])) as [ToParent];
      if (key in message) return message as Extract<ToParent, Record<K, unknown>>;
    }
  };
  const { url } = await answer('url');
  return {
    url,
    startTime: performance.now() - begin,
    async memory() {
      const answered = answer('memory');
      child.send('memory');
      return (await answered).memory;
    },
    async end() {
      if (child.connected) child.disconnect();
      await exited;
    },
  };
}
