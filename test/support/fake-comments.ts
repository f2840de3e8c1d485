import { NalityError } from '../../src/core/errors.ts';
import type { Comments } from '../../src/core/features/comments.ts';
import type { Profile } from '../../src/core/features/profiles.ts';
import { oldestFirst, threadsOf, type Comment } from '../../src/core/features/threads.ts';
import type { Level } from '../../src/core/features/timeline.ts';
import { emitter, type Emitter } from '../../src/core/lib/emitter.ts';
import { computed, signal, type Signal } from '../../src/core/lib/signal.ts';
import type { RowChange } from '../../src/core/sync/row-view.ts';
import { visible, type Operation } from '../../src/core/sync/rows.ts';

type ValueOf<R> = R extends { get(): infer T } ? T : never;

/** Comments without a server: a test plays the server and the other people. */
export interface FakeComments extends Comments {
  readonly changes: Emitter<readonly RowChange<Comment>[]>;
  readonly phase: Signal<ValueOf<Comments['phase']>>;
  readonly level: Signal<Level>;
  readonly people: Signal<ReadonlyMap<string, Profile>>;
  readonly typists: Signal<readonly Profile[]>;
  /** What was handed over and is not settled, oldest first. */
  readonly pending: readonly Operation[];
  /** How often it was told that I am writing, and that I have stopped. */
  readonly told: boolean[];
  /** How often it was noted that I am at the event. */
  visits: number;
  reloads: number;
  /** Who can be mentioned; an error where that cannot be told. */
  invited: readonly Profile[] | NalityError;
  /** The server says: these rows are so. */
  serve(...rows: readonly Comment[]): void;
  /** Somebody writes a comment while I look on. */
  arrive(row: Comment): void;
  /** A row is gone for good. */
  drop(id: string): void;
  /** The server takes everything that waits. */
  accept(): void;
  /** The server refuses everything that waits. */
  refuse(error?: NalityError): void;
}

/** A comment as the server would send it. */
export function said(id: string, values: Partial<Comment> = {}): Comment {
  return {
    id,
    event_id: 'event',
    user_id: 'marie',
    parent_id: null,
    content: `Comment ${id}`,
    mentions: [],
    created_at: '2026-11-23T09:00:00+00:00',
    updated_at: '2026-11-23T09:00:00+00:00',
    edited_at: null,
    rev: 1,
    deleted_at: null,
    ...values,
  };
}

/** Makes fake comments; live, and mine to write, unless a test says otherwise. */
export function fakeComments(me: string): FakeComments {
  const base = new Map<string, Comment>();
  const rows = signal<ReturnType<typeof visible<Comment>>>([]);
  let pending: Operation[] = [];
  let count = 0;
  const show = (): void => rows.set(visible(base, pending, oldestFirst));
  const write = (type: Operation['type'], rowId: string, values: Operation['values']): void => {
    pending = pending.filter((one) => !(type === 'restore' && one.rowId === rowId && one.type === 'delete'));
    pending.push({
      id: `operation-${++count}`,
      table: 'event_comments',
      scope: 'event',
      type,
      rowId,
      baseRev: base.get(rowId)?.rev ?? null,
      values,
      base: {},
      at: Date.now(),
      v: 1,
      seq: count,
      attempted: false,
      attempts: 0,
      state: 'queued',
    });
    show();
  };
  const comments: Omit<FakeComments, 'pending'> = {
    threads: computed([rows], (now) => threadsOf(now, new Map())),
    changes: emitter(),
    phase: signal<ValueOf<Comments['phase']>>({ name: 'live' }),
    level: signal<Level>('comment'),
    people: signal<ReadonlyMap<string, Profile>>(new Map()),
    typists: signal<readonly Profile[]>([]),
    told: [],
    visits: 0,
    visit: () => void (comments.visits += 1),
    reloads: 0,
    invited: [],
    add({ content, mentions = [], parentId }) {
      if (content.length > 5000) throw new NalityError('invalid', 'Too long.');
      const id = crypto.randomUUID();
      const parent_id = parentId ?? null;
      const created_at = new Date().toISOString();
      write('insert', id, { ...said(id, { user_id: me, rev: 0, created_at }), content, mentions, parent_id });
      return id;
    },
    edit(id, { content, mentions = [] }) {
      const find = () => rows.get().find(({ row }) => row.id === id);
      const refused = find();
      if (refused?.state === 'failed') comments.settle(refused.operationId!, 'discard');
      const row = find()?.row;
      if (!row) return comments.add({ content, mentions, parentId: refused?.row.parent_id ?? undefined });
      if (row.content !== content) write('update', id, { content, mentions });
      return id;
    },
    remove: (id) => write('delete', id, {}),
    restore: (id) => write('restore', id, {}),
    settle(operationId, choice) {
      pending = pending.flatMap((one) => {
        if (one.id !== operationId) return one;
        return choice === 'retry' ? { ...one, state: 'queued' as const, error: undefined } : [];
      });
      show();
    },
    type: (typing) => void comments.told.push(typing),
    async members() {
      if (comments.invited instanceof NalityError) throw comments.invited;
      return comments.invited;
    },
    reload: () => void (comments.reloads += 1),
    serve(...served) {
      for (const row of served) base.set(row.id, row);
      show();
    },
    arrive(row) {
      comments.serve(row);
      comments.changes.emit([{ type: 'insert', row }]);
    },
    drop(id) {
      base.delete(id);
      show();
    },
    accept() {
      const touched = new Set(pending.map(({ rowId }) => rowId));
      const settled = visible(base, pending, oldestFirst).filter(({ row }) => touched.has(row.id));
      for (const { type, rowId } of pending) if (type === 'delete') base.delete(rowId);
      pending = [];
      comments.serve(...settled.map(({ row }) => ({ ...row, rev: row.rev + 1 })));
    },
    refuse(error = new NalityError('denied', 'Refused by the test.')) {
      pending = pending.map((one) => ({ ...one, state: 'failed', error }));
      show();
    },
  };
  return Object.defineProperty(comments, 'pending', { get: () => pending }) as FakeComments;
}
