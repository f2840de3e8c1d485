import type { Environment } from '../environment.ts';
import { watch } from '../lib/signal.ts';
import { conflictsOf, type Conflict } from './kept-conflicts.ts';
import type { OperationLog } from './operation-log.ts';
import type { Operation } from './rows.ts';

/** What a person is asked with. */
export interface AskingOptions {
  log: OperationLog;
  environment: Environment;
  /** Whose conflicts these are: `nality:<project>:<user id>`. */
  namespace: Promise<string>;
  /** Asks the person. */
  onAsk(conflict: Conflict): void;
  until: AbortSignal;
}

/** A tab that asked and does not answer within so many milliseconds is no more. */
const ANSWER_MS = 500;

/** "Are you there, who asked?", and the answer. */
interface Call {
  readonly to?: string;
  readonly from?: string;
}

/**
 * Asks about every open conflict in one tab: the first one that the person can see. After a reload the conflict is
 * asked again, for whoever asked before is gone.
 */
export function createAsking({ log, environment, namespace, onAsk, until }: AskingOptions): void {
  const tab = environment.uuid();
  const handled = new Set<string>();
  const alive = new Set<string>();
  let call: (message: Call) => void = () => undefined;

  const consider = (): void => {
    if (!environment.visible.get()) return;
    for (const operation of log.clashes.get()) {
      if (operation.state !== 'conflict' || operation.clash?.outcome !== 'open') continue;
      if (handled.has(operation.id)) continue;
      handled.add(operation.id);
      void consult(operation).catch((error: unknown) =>
        environment.log('warn', 'A conflict was not shown.', error),
      );
    }
  };
  const consult = async (operation: Operation): Promise<void> => {
    const asker = operation.clash?.askedBy;
    if (asker !== undefined && (await isAlive(asker))) return;
    const mine = { ...operation, clash: operation.clash && { ...operation.clash, askedBy: tab } };
    const { put } = await log.replace([{ of: operation, by: [mine] }]);
    const settled = put.filter(({ id, clash }) => id === operation.id && clash?.askedBy === tab);
    for (const conflict of conflictsOf(settled)) if (conflict.open) onAsk(conflict);
  };
  const isAlive = async (asker: string): Promise<boolean> => {
    call({ to: asker });
    await new Promise<void>((resolve) => environment.after(ANSWER_MS, resolve));
    return alive.has(asker);
  };
  const hear = ({ to, from }: Call): void => {
    if (to === tab) call({ from: tab });
    if (from !== undefined) alive.add(from);
  };
  const open = async (): Promise<void> => {
    call = environment.openLine(`${await namespace}:asking`, (message) => hear(message as Call), until);
    watch(log.clashes, consider, until);
    watch(environment.visible, consider, until);
  };
  void open().catch(() => undefined);
}
