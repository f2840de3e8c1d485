/**
 * What must be true of a run, told from the database's own notes and from what people did; nothing of the core is
 * used to judge the core. Every text is written once, so a text tells which write it comes from.
 */
import type { EndOfTab, Evidence, Flicker, Row, Version, Waiting, Write } from './evidence.ts';
import type { Fields } from './schedule.ts';

/** What is wrong: one line each, under what it is counted. */
export interface Verdict {
  readonly lost: readonly string[];
  readonly doubled: readonly string[];
  readonly diverged: readonly string[];
}

type Field = keyof Fields;
const FIELDS: readonly Field[] = ['title', 'description', 'location', 'tags'];

/** Judges a run. */
export function judge(evidence: Evidence): Verdict {
  return {
    lost: findLost(evidence),
    doubled: [
      ...findDoubled(evidence),
      ...findForeign(evidence),
      ...findDisorder(evidence),
      ...findStrangers(evidence),
    ],
    diverged: [...evidence.tabs.flatMap(findDivergence), ...findFlickers(evidence)],
  };
}

/** One text in one field of one row, which a write, a version or a waiting change holds. */
function textsOf(row: string, values: Readonly<Record<string, unknown>>): string[] {
  return FIELDS.flatMap((field) => {
    const value = values[field];
    const texts = Array.isArray(value) ? value : [value];
    return texts
      .filter((text) => typeof text === 'string' && text !== '')
      .map((text) => `${row} ${field} ${text}`);
  });
}

/** I1: what was said to be durable is on the server, waits for a person, or was replaced by its own author. */
function findLost({ writes, decisions, versions, tabs }: Evidence): string[] {
  const waiting = tabs.flatMap(({ pending }) => pending);
  const kept = new Set([
    ...versions.flatMap(({ row_id, content }) => textsOf(row_id, content)),
    ...waiting.flatMap(({ rowId, values }) => textsOf(rowId, values)),
    ...decisions
      .filter(({ choice }) => choice !== 'retry')
      .flatMap(({ row, values }) => textsOf(row, values)),
  ]);
  const deleted = new Set([
    ...versions.filter(isGone).map(({ row_id }) => row_id),
    ...waiting.filter(({ type }) => type === 'delete').map(({ rowId }) => rowId),
  ]);
  const given = new Set(decisions.filter(({ choice }) => choice === 'discard').map(({ row }) => row));
  const known = new Set([
    ...versions.map(({ row_id }) => row_id),
    ...waiting.map(({ rowId }) => rowId),
    ...given,
  ]);
  const told = new Set([...writes, ...decisions].flatMap(({ row, values }) => textsOf(row, values)));
  // A tab that died may have written after that and not have told.
  const untold = [...kept].filter((text) => !told.has(text));
  const isReplaced = (write: Write, text: string): boolean =>
    untold.some((next) => sameField(text, next)) ||
    laterOf(writes, write).some(
      (later) =>
        later.type === 'delete' || textsOf(later.row, later.values).some((next) => sameField(text, next)),
    );
  return writes
    .filter(({ durable }) => durable)
    .flatMap((write) => {
      const { row, type } = write;
      if (type === 'delete' && !deleted.has(row) && known.has(row) && !given.has(row))
        return [tell(write, 'the deletion')];
      if (type === 'restore' || type === 'delete' || given.has(row)) return [];
      const gone = textsOf(row, write.values).filter((text) => !kept.has(text) && !isReplaced(write, text));
      return gone.map((text) => tell(write, text));
    });
}

/**
 * What the same device wrote to the same row afterwards: an unsent change may have been joined with it. Of two tabs
 * that knew nothing of each other, either may count as the later one.
 */
function laterOf(writes: readonly Write[], write: Write): readonly Write[] {
  const place = writes.indexOf(write);
  return writes.filter(({ device, row, tab, operations }, index) => {
    const isUnknown = tab !== write.tab && !operations.some((id) => write.known.includes(id));
    return device === write.device && row === write.row && (index > place || (index < place && isUnknown));
  });
}

function sameField(one: string, other: string): boolean {
  return one.split(' ', 2).join() === other.split(' ', 2).join();
}

/** I2: a text comes up once. Again only where a person said so, or with a row that is brought back. */
function findDoubled({ versions, decisions, united }: Evidence): string[] {
  const again = new Set(decisions.flatMap(({ row, values }) => textsOf(row, values)));
  const seen = new Set<string>();
  const problems: string[] = [];
  for (const { before, now } of stepsOf(versions)) {
    if (now.kind === 'INSERT' && before) problems.push(`the row ${now.row_id} was made twice`);
    const old = new Set(before ? textsOf(now.row_id, before.content) : []);
    for (const text of textsOf(now.row_id, now.content).filter((text) => !old.has(text))) {
      const mayReturn = again.has(text) || (united && text.split(' ')[1] === 'tags');
      if (seen.has(text) && !mayReturn) problems.push(`${text} came up twice, at rev ${now.content.rev}`);
      seen.add(text);
    }
  }
  return problems;
}

/** I2: a row holds nothing that nobody wrote there. */
function findForeign({ versions, writes, decisions, planned }: Evidence): string[] {
  const written = new Set([...writes, ...decisions].flatMap(({ row, values }) => textsOf(row, values)));
  return versions.flatMap(({ row_id, content }) => {
    const mayBe = new Set(planned.flatMap((values) => textsOf(row_id, values)));
    const foreign = textsOf(row_id, content).filter((text) => !written.has(text) && !mayBe.has(text));
    return foreign.map((text) => `nobody wrote ${text}`);
  });
}

/** I3: what one tab wrote to one row came up in the order in which it was written. */
function findDisorder({ versions, writes, decisions }: Evidence): string[] {
  const decided = new Set(decisions.flatMap(({ row, values }) => textsOf(row, values)));
  const first = new Map<string, number>();
  versions.forEach(({ row_id, content }, place) => {
    for (const text of textsOf(row_id, content)) if (!first.has(text)) first.set(text, place);
  });
  const newest = new Map<string, number>();
  // What is written by a decision keeps the place of what was decided.
  const made = writes.filter(({ operations }) => operations.length > 0);
  return made.flatMap(({ tab, row, values }) => {
    const texts = textsOf(row, values).filter((text) => first.has(text) && !decided.has(text));
    const places = texts.map((text) => first.get(text)!);
    const key = `${tab} ${row}`;
    const before = newest.get(key) ?? -1;
    newest.set(key, Math.max(before, ...places));
    return Math.min(...places) < before
      ? [`${texts.join()} overtook what was written before, in ${tab}`]
      : [];
  });
}

/** I10: an operation is applied for whoever wrote it, and for nobody else. */
function findStrangers({ ledger, writes }: Evidence): string[] {
  const authors = new Map(
    writes.flatMap(({ operations, person }) => operations.map((id) => [id, person] as const)),
  );
  return ledger
    .filter(({ op_id, actor }) => authors.get(op_id) !== actor)
    .map(({ op_id, actor }) => `the operation ${op_id} was applied for ${actor}`);
}

/** I4 and I6: what a tab shows is what a fresh reading gives, with what waits on top of it. */
export function findDivergence({ name, rows, pending, open, fresh }: EndOfTab): string[] {
  const expected = new Map<string, Row>(fresh.map((row) => [row.id, row]));
  for (const operation of pending) {
    const { rowId, type, values, state } = operation;
    const base = expected.get(rowId);
    // Of what met somebody else's change, theirs is shown; what is saved is in what was read; without a right, nothing.
    if (!open || state === 'conflict' || state === 'kept' || state === 'saved') continue;
    // What could not be deleted is there.
    if (type === 'delete' && state === 'failed') continue;
    if (type === 'delete') expected.delete(rowId);
    else if (type === 'insert') expected.set(rowId, { rev: 0, ...base, ...values, id: rowId });
    else if (base) expected.set(rowId, { ...base, ...values });
  }
  const shown = new Map(rows.map((row) => [row.id, row]));
  const problems = unsettled(pending).map(({ id, state }) => `${name}: ${id} is still ${state}`);
  // A tombstone, which a fresh reading does not give, may be shown as restored while that is not done.
  const restored = pending.filter(({ type, state }) => type === 'restore' && state !== 'saved');
  for (const { rowId } of restored) for (const rows of [shown, expected]) rows.delete(rowId);
  for (const id of new Set([...shown.keys(), ...expected.keys()])) {
    const [mine, theirs] = [shown.get(id), expected.get(id)];
    if (!mine || !theirs) problems.push(`${name}: ${id} is ${mine ? 'shown and should not be' : 'missing'}`);
    else if (brief(mine) !== brief(theirs))
      problems.push(`${name}: shows ${brief(mine)} and not ${brief(theirs)}`);
  }
  return problems;
}

/** I9 and I13: what should be on the server by now. What is queued behind a refused change waits with it. */
export function unsettled(pending: readonly Waiting[]): readonly Waiting[] {
  const refused = new Set<string>();
  return pending.filter(({ rowId, state }) => {
    if (state === 'failed') refused.add(rowId);
    return (state === 'queued' || state === 'sending') && !refused.has(rowId);
  });
}

/**
 * I7: nothing comes back by itself once something else is shown. It may by a person's decision, with its row, or
 * where what was shown in between is refused for its sake; and two tabs of a device that write at the same moment take
 * some time to agree on who was first.
 */
function findFlickers({ flickers, decisions, writes, tabs }: Evidence): string[] {
  const decided = new Set(
    decisions.flatMap(({ row, values }) => Object.keys(values).map((field) => `${row} ${field}`)),
  );
  const restored = new Set(writes.filter(({ type }) => type === 'restore').map(({ row }) => row));
  const clashes = tabs.flatMap(({ pending }) => pending).filter(({ clash }) => clash);
  const isRefused = ({ row, field, text, between }: Flicker): boolean =>
    clashes.some(
      ({ rowId, values, clash }) =>
        rowId === row && values[field] === between && clash?.server[field] === text,
    );
  const author = ({ row, field }: Flicker, text: string): Write | undefined =>
    writes.find((write) => write.row === row && write.values[field] === text);
  const isContest = (flicker: Flicker): boolean => {
    const [one, other] = [author(flicker, flicker.text), author(flicker, flicker.between)];
    if (!one || !other || one.device !== other.device || one.tab === other.tab) return false;
    return (
      !one.operations.some((id) => other.known.includes(id)) &&
      !other.operations.some((id) => one.known.includes(id))
    );
  };
  return flickers
    .filter(({ row, field }) => !restored.has(row) && !decided.has(`${row} ${field}`))
    .filter((flicker) => !isRefused(flicker) && !isContest(flicker))
    .map(
      ({ tab, row, field, text, between }) =>
        `${tab}: ${field} of ${row} showed ${between} between twice ${text}`,
    );
}

function brief(row: Row): string {
  return JSON.stringify(['id', 'rev', ...FIELDS].map((field) => row[field] ?? null));
}

/** Every version with the one before; a tombstone, which has no content, stands for what it was made from. */
function stepsOf(versions: readonly Version[]): { before: Version | undefined; now: Version }[] {
  const last = new Map<string, Version>();
  return versions.map((now) => {
    const before = last.get(now.row_id);
    last.set(
      now.row_id,
      before && isGone(now) ? { ...now, content: { ...before.content, rev: now.content.rev } } : now,
    );
    return { before, now };
  });
}

function isGone({ kind, content }: Version): boolean {
  return kind === 'DELETE' || content['deleted_at'] !== null;
}

function tell({ n, tab, type, row }: Write, what: string): string {
  return `write ${n} (${type} of ${row}, in ${tab}): ${what} is nowhere`;
}
