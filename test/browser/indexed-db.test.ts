import { expect } from '@open-wc/testing';
import { openIndexedDbStore } from '../../src/browser/indexed-db.ts';
import type { RecordStore } from '../../src/core/environment.ts';

let count = 0;
const freshName = (): string => `nality-test:${Date.now()}:${(count += 1)}`;

const keep = (store: RecordStore, key: string, kind = 'operations'): Promise<void> =>
  store.transact([], () => ({ answer: undefined, changes: [{ kind, key, record: { key } }] }), 'strict');
const keys = async (store: RecordStore, kind = 'operations'): Promise<string[]> =>
  (await store.all<{ key: string }>(kind)).map(({ key }) => key);

/** Every connection to a database that is opened while this counts, with what its transactions were asked for. */
function watchConnections() {
  const open: IDBDatabase[] = [];
  const durabilities: (string | undefined)[] = [];
  const transaction = Object.getOwnPropertyDescriptor(IDBDatabase.prototype, 'transaction')!
    .value as IDBDatabase['transaction'];
  const faults: (() => never)[] = [];
  IDBDatabase.prototype.transaction = function (this: IDBDatabase, ...args) {
    if (!open.includes(this)) open.push(this);
    durabilities.push(args[2]?.durability);
    faults.shift()?.();
    const made = transaction.apply(this, args);
    watch.onTransaction?.(made);
    return made;
  };
  const watch = {
    onTransaction: undefined as ((made: IDBTransaction) => void) | undefined,
    open,
    durabilities,
    failNext(name: string, times = 1): void {
      for (let i = 0; i < times; i += 1)
        faults.push(() => {
          throw new DOMException('Injected.', name);
        });
    },
    stop: () => (IDBDatabase.prototype.transaction = transaction),
  };
  return watch;
}

describe('records in IndexedDB', () => {
  let connections: ReturnType<typeof watchConnections>;
  let life: AbortController;
  beforeEach(() => {
    connections = watchConnections();
    life = new AbortController();
  });
  afterEach(() => {
    connections.stop();
    life.abort();
  });

  it('come back in the order of their keys, by kind', async () => {
    const name = freshName();
    const store = await openIndexedDbStore(name, life.signal);
    for (const key of ['b', 'a', 'c']) await keep(store, key);
    await keep(store, 'x', 'operations2');
    expect(await keys(await openIndexedDbStore(name, life.signal))).to.deep.equal(['a', 'b', 'c']);
  });

  it('are read and changed in one transaction: of two that count, none counts the same', async () => {
    const name = freshName();
    const [one, other] = [
      await openIndexedDbStore(name, life.signal),
      await openIndexedDbStore(name, life.signal),
    ];
    const add = (store: RecordStore): Promise<number> =>
      store.transact(
        [{ kind: 'n', key: 'n' }],
        ([found]) => {
          const answer = ((found?.[0] as number | undefined) ?? 0) + 1;
          return { answer, changes: [{ kind: 'n', key: 'n', record: answer }] };
        },
        'relaxed',
      );
    const answers = await Promise.all([one, other, one, other, one].map(add));
    expect(answers.sort()).to.deep.equal([1, 2, 3, 4, 5]);
  });

  it('change all together or not at all', async () => {
    const store = await openIndexedDbStore(freshName(), life.signal);
    const changes = [
      { kind: 'operations', key: 'a', record: {} },
      { kind: 'operations', key: 'b', record: () => 'cannot be stored' },
    ];
    const error: Error = await store
      .transact([], () => ({ answer: undefined, changes }), 'strict')
      .then(
        () => expect.fail('It was stored.'),
        (reason: Error) => reason,
      );
    expect(error.name).to.equal('DataCloneError');
    expect(await keys(store)).to.deep.equal([]);
    expect(store.durability.get()).to.equal('disk');
  });

  it('are acknowledged when their transaction is complete, not when its requests have succeeded', async () => {
    const store = await openIndexedDbStore(freshName(), life.signal);
    const order: string[] = [];
    connections.onTransaction = (transaction) =>
      transaction.addEventListener('complete', () => order.push('complete'));
    await keep(store, 'a').then(() => order.push('acknowledged'));
    expect(order).to.deep.equal(['complete', 'acknowledged']);
  });

  it("of people's writes are asked to survive a crash of the machine", async () => {
    await keep(await openIndexedDbStore(freshName(), life.signal), 'a');
    expect(connections.durabilities.at(-1)).to.equal('strict');
  });

  for (const fault of ['InvalidStateError', 'UnknownError', 'AbortError']) {
    it(`survive a lost connection (${fault}), which is opened anew`, async () => {
      const store = await openIndexedDbStore(freshName(), life.signal);
      await keep(store, 'before');
      connections.failNext(fault);
      await keep(store, 'after');
      expect(await keys(store)).to.deep.equal(['after', 'before']);
      expect(store.durability.get()).to.equal('disk');
    });
  }

  it('survive that the browser closes the connection', async () => {
    const store = await openIndexedDbStore(freshName(), life.signal);
    await keep(store, 'before');
    connections.open[0]!.close();
    await keep(store, 'after');
    expect(await keys(store)).to.deep.equal(['after', 'before']);
  });

  it('that somebody deletes are there again before anything is read', async () => {
    const name = freshName();
    const store = await openIndexedDbStore(name, life.signal);
    await keep(store, 'a');
    store.restoreWith(() => [{ kind: 'operations', key: 'a', record: { key: 'a' } }], life.signal);
    await new Promise<void>((resolve, reject) => {
      const deletion = indexedDB.deleteDatabase(name);
      deletion.onsuccess = () => resolve();
      deletion.onerror = () => reject(deletion.error as Error);
      deletion.onblocked = () => reject(new Error('The page kept its database open.'));
    });
    const found = store.transact([{ kind: 'operations' }], ([all]) => ({ answer: all?.length }), 'relaxed');
    expect(await found).to.equal(1);
    await keep(store, 'b');
    expect(await keys(store)).to.have.members(['a', 'b']);
    expect(await keys(await openIndexedDbStore(name, life.signal))).to.have.members(['a', 'b']);
  });

  it('that somebody deletes and another tab makes anew are there again before anything is read', async () => {
    const name = freshName();
    const store = await openIndexedDbStore(name, life.signal);
    await keep(store, 'a');
    store.restoreWith(() => [{ kind: 'operations', key: 'a', record: { key: 'a' } }], life.signal);
    await new Promise((resolve) => (indexedDB.deleteDatabase(name).onsuccess = resolve));
    const other = await openIndexedDbStore(name, life.signal);
    await keep(other, 'b');
    expect(await keys(store)).to.deep.equal(['a', 'b']);
    expect(await keys(other)).to.deep.equal(['a', 'b']);
  });

  it('are not held open once nobody needs them; what is done then is done still', async () => {
    const store = await openIndexedDbStore(freshName(), life.signal);
    await keep(store, 'a');
    life.abort();
    await keep(store, 'b');
    expect(await keys(store)).to.deep.equal(['a', 'b']);
    await new Promise((resolve) => setTimeout(resolve));
    expect(connections.open.length).to.be.greaterThan(1);
    for (const connection of connections.open)
      expect(() => connection.transaction('records'))
        .to.throw(DOMException)
        .with.property('name', 'InvalidStateError');
  });

  it('live in memory when the connection cannot be had any more, and that is said', async () => {
    const store = await openIndexedDbStore(freshName(), life.signal);
    await keep(store, 'a');
    store.restoreWith(() => [{ kind: 'operations', key: 'a', record: { key: 'a' } }], life.signal);
    connections.failNext('UnknownError', 4);
    await keep(store, 'b');
    expect(store.durability.get()).to.equal('memory');
    expect(await keys(store)).to.have.members(['a', 'b']);
  });

  it('that can be read again make room when the disk is full', async () => {
    const store = await openIndexedDbStore(freshName(), life.signal);
    await keep(store, 'row', 'cache:rows');
    connections.failNext('QuotaExceededError');
    await keep(store, 'a');
    expect(await keys(store)).to.deep.equal(['a']);
    expect(await keys(store, 'cache:rows')).to.deep.equal([]);
    expect(store.durability.get()).to.equal('disk');
  });

  it('live in memory where the browser gives no storage', async () => {
    const open = indexedDB.open.bind(indexedDB);
    indexedDB.open = () => {
      throw new DOMException('Storage is blocked.', 'SecurityError');
    };
    try {
      const store = await openIndexedDbStore(freshName(), life.signal);
      await keep(store, 'a');
      expect([store.durability.get(), await keys(store)]).to.deep.equal(['memory', ['a']]);
    } finally {
      indexedDB.open = open;
    }
  });

  it('live in memory where a newer version has upgraded them, and these stay as they are', async () => {
    const name = freshName();
    await new Promise<void>((resolve) => {
      const opening = indexedDB.open(name, 99);
      opening.onsuccess = () => (opening.result.close(), resolve());
    });
    const store = await openIndexedDbStore(name, life.signal);
    expect(store.durability.get()).to.equal('memory');
  });
});
