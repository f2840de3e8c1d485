/** One replacement in one file. */
export interface Edit {
  readonly file: string;
  /** Occurs exactly once. */
  readonly from: string;
  readonly to: string;
}

/** A known fault, and the test that has to notice it. */
export interface Mutant {
  readonly name: string;
  readonly edits: readonly Edit[];
  readonly test: string;
  readonly title: string;
}

const SYNC = 'src/core/sync';
const TESTS = 'test/core/sync';

const mutant = (
  name: string,
  [file, from, to]: readonly [string, string, string],
  [test, title]: readonly [string, string],
): Mutant => ({ name, edits: [{ file, from, to }], test, title });

/** Faults that engines of this kind have had, and each of ours that would be silent. */
export const MUTANTS: readonly Mutant[] = [
  mutant(
    'the cursor is the newest transaction, as a time or a sequence would be',
    [
      'supabase/migrations/20261123001500_changes.sql',
      'pg_snapshot_xmin(pg_current_snapshot())::text)',
      'pg_snapshot_xmax(pg_current_snapshot())::text)',
    ],
    [
      'test/postgres/cursor.test.ts',
      'of 100,000 rows by eight writers a cursor on updated_at loses some, that of nality_changes none',
    ],
  ),
  mutant(
    'an event moves the cursor',
    [
      `${SYNC}/collection.ts`,
      'options.follow({ onChange: reading.intake.hear }, until)',
      `options.follow({ onChange: (change) => {
        reading.intake.hear(change);
        reading.resume({ ...reading.position(), cursor: String(Number(reading.position().cursor) + 2) });
      } }, until)`,
    ],
    [`${TESTS}/collection.test.ts`, 'an event never moves the cursor: what was lost before it is still read'],
  ),
  mutant(
    'nothing is read once the feed stands',
    [`${SYNC}/collection.ts`, "name === 'live' && reading.run()", "name === 'live' && void 0"],
    [
      `${TESTS}/collection.test.ts`,
      'what was written while the feed was being opened is read once it stands',
    ],
  ),
  mutant(
    'SUBSCRIBED is trusted',
    [
      `${SYNC}/channel.ts`,
      'if (spec.changes.length === 0 && !spec.feed) state.set(LIVE);',
      'state.set(LIVE);',
    ],
    [
      `${TESTS}/pitfalls/p04-p16-changes.test.ts`,
      'P4 joined is not yet live: what changes before the server listens is read, not lost',
    ],
  ),
  mutant(
    'a write is acknowledged when its request has succeeded',
    ['src/browser/database-records.ts', '  await done;\n', ''],
    [
      'test/browser/indexed-db.test.ts',
      'are acknowledged when their transaction is complete, not when its requests have succeeded',
    ],
  ),
  mutant(
    'writing to disk waits for a pause',
    [
      `${SYNC}/operation-log.ts`,
      'const written = write(operation);',
      'const written = new Promise<void>((go) => environment.after(350, go)).then(() => write(operation));',
    ],
    [
      `${TESTS}/outbox-durability.test.ts`,
      'the write is begun in the task in which it is made: there is no pause in which it could be lost',
    ],
  ),
  mutant(
    'the lock is asked for once and not waited for',
    ['src/browser/tabs.ts', 'steal ? { steal } : { signal }', 'steal ? { steal } : { ifAvailable: true }'],
    ['test/browser/tabs.test.ts', 'are waited for, in line'],
  ),
  mutant(
    'the queue is in order of the clock',
    [`${SYNC}/queue.ts`, 'a.seq - b.seq ||', 'a.at - b.at ||'],
    [`${TESTS}/outbox.test.ts`, 'a clock that is set back changes no order'],
  ),
  mutant(
    'the words of a message decide whether to retry',
    [
      `${SYNC}/remote-errors.ts`,
      'function classOf({ status, code }: Failure): Class {',
      "function classOf({ status, code, message }: Failure): Class {\n  if (/40[01]/.test(message)) return fixed('invalid');",
    ],
    [
      `${TESTS}/remote-errors.test.ts`,
      "the words of a message decide nothing: a lost line may be told in any browser's",
    ],
  ),
  {
    name: 'a sign-in that has ended is a refusal',
    edits: [
      { file: `${SYNC}/verdict.ts`, from: '      return Infinity;', to: '      return 0;' },
      { file: `${SYNC}/sender.ts`, from: "  'auth-expired',\n", to: '' },
    ],
    test: `${TESTS}/outbox-trouble.test.ts`,
    title: 'a lost sign-in makes writes wait, however long',
  },
  mutant(
    'every attempt has an id of its own',
    [
      `${SYNC}/sender.ts`,
      'await remote.apply(batch, await person)',
      'await remote.apply(batch.map((one) => ({ ...one, id: environment.uuid() })), await person)',
    ],
    [`${TESTS}/outbox-trouble.test.ts`, 'a write whose answer was lost takes effect once'],
  ),
  mutant(
    'what may have been sent is coalesced into',
    [`${SYNC}/queue.ts`, 'head.attempted || next.attempted || next.type', 'next.type'],
    [
      `${TESTS}/outbox-durability.test.ts`,
      'nothing is coalesced into what may have been sent: the answer was lost, and the later value arrives',
    ],
  ),
  mutant(
    'an update carries the whole row',
    [
      `${SYNC}/collection.ts`,
      'const values = valuesOf(write, scopeColumn, scope);',
      "const values = write.type === 'update' ? { ...before, ...write.values } : valuesOf(write, scopeColumn, scope);",
    ],
    [
      'test/core/nality.test.ts',
      'two people change different fields of one event at once: both changes stay',
    ],
  ),
  mutant(
    'an operation leaves the log with its answer',
    [`${SYNC}/rows.ts`, "if (state !== 'saved') return false;", "return state === 'saved';"],
    [`${TESTS}/rows.test.ts`, 'what is settled goes on covering a base that is behind, and nothing else'],
  ),
  mutant(
    'the lease is not checked before sending',
    [`${SYNC}/operation-claim.ts`, "if (leaseOf(lease)?.epoch !== epoch) return { answer: 'lost' };", ''],
    [`${TESTS}/outbox-tabs.test.ts`, 'a frozen tab that wakes up sends nothing in a turn that it has lost'],
  ),
  mutant(
    'what another tab has put before it is not looked for',
    [`${SYNC}/operation-claim.ts`, 'if (isMissed(news, queues))', 'if (news.length < 0)'],
    [
      `${TESTS}/outbox-order.test.ts`,
      'what another tab has put before it on its row goes first, though that was not heard',
    ],
  ),
  mutant(
    'a frozen tab keeps its turn',
    [
      `${SYNC}/turn.ts`,
      'return !lease || Math.abs(now - lease.renewedAt) > 2 * RENEW_MS;',
      'return !lease && now < 0;',
    ],
    [
      `${TESTS}/outbox-tabs.test.ts`,
      'when the browser freezes the sending tab the other takes over within ten seconds',
    ],
  ),
  mutant(
    'the server is not told whose operations these are',
    [`${SYNC}/remote.ts`, '{ ops: operations.map(toWire), actor }', '{ ops: operations.map(toWire) }'],
    [
      `${TESTS}/remote.test.ts`,
      'what arrives under the sign-in of another person is refused by the server, and changes nothing',
    ],
  ),
  mutant(
    'a write overtakes another on its way to disk',
    [`${SYNC}/operation-writer.ts`, '() => firstOf(waiting.values())', '() => group'],
    [
      `${TESTS}/outbox-durability.test.ts`,
      'where a write to disk is late, one that was made after it takes it along: other tabs send what they find there',
    ],
  ),
  mutant(
    'revisions are not compared',
    [
      `${SYNC}/reading.ts`,
      'if (sameFingerprint(theirs, asked)',
      'if (asked || sameFingerprint(theirs, asked)',
    ],
    [
      `${TESTS}/reading.test.ts`,
      'an event that was lost without a trace is found: the same ids, another revision',
    ],
  ),
  mutant(
    'a deletion that a feed tells is believed',
    [`${SYNC}/intake.ts`, 'else doubt([id]);\n    },', 'else base.drop(id);\n    },'],
    [`${TESTS}/reading.test.ts`, 'a deletion is a hint: it is read before the row goes'],
  ),
  mutant(
    'what lost a conflict is gone',
    [`${SYNC}/rebase.ts`, 'if (!isEmpty(lost))', 'if (isEmpty(values) && !isEmpty(lost) && values === lost)'],
    [
      `${TESTS}/outbox.test.ts`,
      "someone was faster on the same field: the server's value stays, and mine is parked for a decision",
    ],
  ),
  mutant(
    'every tab asks about a conflict',
    [`${SYNC}/asking.ts`, 'clash?.askedBy === tab', 'clash !== undefined'],
    [
      `${TESTS}/outbox-tabs.test.ts`,
      'of two tabs that come into sight at once with a conflict in them one asks',
    ],
  ),
  mutant(
    'push: the question is asked when the click has passed',
    [
      'src/core/features/push.ts',
      'const asked = asks ? device.ask() : undefined;',
      'const asked = Promise.resolve().then(() => (asks ? device.ask() : undefined));',
    ],
    ['test/core/features/push.test.ts', 'a click asks for permission before anything is awaited'],
  ),
  mutant(
    'push: whoever has signed out is still reached',
    [
      'src/core/features/push.ts',
      'await device.unsubscribe();\n    note.write({ ...known',
      'note.write({ ...known',
    ],
    [
      'test/core/features/push.test.ts',
      'whoever signs out gets nothing more on this browser, and does again when they come back',
    ],
  ),
  mutant(
    'push: a redirect is followed',
    ['supabase/functions/push/deliver.ts', "redirect: 'manual'", "redirect: 'follow'"],
    ['test/functions/push.test.ts', 'a redirect is not followed'],
  ),
  mutant(
    'push: every host is a push service',
    [
      'supabase/functions/push/endpoint.ts',
      "return port === '' && SERVICES",
      "return port !== '' || SERVICES",
    ],
    [
      'test/functions/push.test.ts',
      'whatever address a person stores, nothing is sent beyond the push services',
    ],
  ),
];
