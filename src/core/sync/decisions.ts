import type { Environment } from '../environment.ts';
import { decided, type Choice } from './kept-conflicts.ts';
import type { Replacement } from './operation-disk.ts';
import type { OperationLog } from './operation-log.ts';
import type { Outbox } from './outbox.ts';
import { withFollowers } from './queue.ts';
import { revive } from './rebase.ts';
import type { Operation } from './rows.ts';

/** What a person's decisions are carried out with. */
export interface DecisionsOptions {
  log: OperationLog;
  environment: Environment;
  flush(): void;
}

/** Carries out what a person decides over refused operations and conflicts. */
export function createDecisions(options: DecisionsOptions): Pick<Outbox, 'settle' | 'amend' | 'resolve'> {
  const { log, environment, flush } = options;

  const change = (replacements: readonly Replacement[]): void => {
    const failed = (error: unknown): void => environment.log('warn', 'A decision was not stored.', error);
    void log.replace(replacements).then(flush, failed);
  };
  const find = (id: string, state: Operation['state']): Operation | undefined =>
    log.list.get().find((operation) => operation.id === id && operation.state === state);
  const resolve = (id: string, choice: Choice): void => {
    const operation = find(id, 'conflict') ?? find(id, 'kept');
    if (!operation) return;
    const { kept, rewrite } = decided(operation, choice, environment);
    change([{ of: operation, by: rewrite ? [kept, log.make(rewrite)] : [kept] }]);
  };
  return {
    resolve,
    settle(id, choice) {
      const refused = find(id, 'failed');
      if (!refused) return resolve(id, choice === 'retry' ? 'mine' : 'theirs');
      if (choice === 'retry') return change([{ of: refused, by: sentAgain(refused, environment.uuid) }]);
      change(withFollowers(log.list.get(), refused).map((of) => ({ of, by: [] })));
    },
    amend(id, values) {
      const refused = find(id, 'failed');
      if (!refused) return resolve(id, values);
      const amended = { ...refused, values: { ...refused.values, ...values } };
      change([{ of: refused, by: sentAgain(amended, environment.uuid) }]);
    },
  };
}

/** A refused operation has had no effect: it may be sent again under its id, with whatever values. */
function sentAgain(operation: Operation, uuid: () => string): readonly Operation[] {
  if (operation.clash) return revive(operation, uuid);
  return [{ ...operation, state: 'queued', attempts: 0, error: undefined }];
}
