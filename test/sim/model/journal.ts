/** A wish of a person, as a page made it. */
export interface Entry {
  /** The place in the order of all wishes. */
  readonly place: number;
  /** The id of the operation that the core made of it. */
  readonly operation: string;
  readonly person: string;
  readonly browser: number;
  readonly page: string;
  readonly row: string;
  readonly type: 'insert' | 'update' | 'delete' | 'restore';
  /** What was written: every text is used once, so that it can be found again anywhere. */
  readonly values: Readonly<Record<string, unknown>>;
  /** What the person saw in these fields. */
  readonly base: Readonly<Record<string, unknown>>;
  /** The core has said that it is safe. */
  durable: boolean;
  /** The person has thrown it away. */
  discarded: boolean;
  /** The person has decided to send it again, maybe with other values. */
  decided: boolean;
  /** Why it may be gone through no fault of the core. */
  excuse: string | undefined;
}

/** Everything that was wished for, and what became of ids that travel in others. */
export interface Journal {
  readonly entries: readonly Entry[];
  add(entry: Omit<Entry, 'place' | 'durable' | 'discarded' | 'decided' | 'excuse'>): Entry;
  byOperation(id: string): Entry | undefined;
  /** The wish that wrote a text. */
  byText(field: string, text: unknown): Entry | undefined;
  /** Notes that a person has written this text over another one, knowing it, when they decided a conflict. */
  decide(field: string, text: unknown, over: unknown): void;
  /** What a person has written this text over. */
  decidedOver(field: string, text: unknown): readonly unknown[];
  /** Notes that operations travel in another. */
  absorb(head: string, ids: readonly string[]): void;
  /** The operation that an operation travels in; itself where it travels alone. */
  carrierOf(id: string): string;
}

/** Opens an empty journal. */
export function createJournal(): Journal {
  const entries: Entry[] = [];
  const byOperation = new Map<string, Entry>();
  const byText = new Map<string, Entry>();
  const decisions = new Map<string, unknown[]>();
  const carriers = new Map<string, string>();
  return {
    entries,
    add(given) {
      const entry = {
        ...given,
        place: entries.length,
        durable: false,
        discarded: false,
        decided: false,
        excuse: undefined,
      };
      entries.push(entry);
      byOperation.set(entry.operation, entry);
      for (const [field, value] of Object.entries(entry.values)) byText.set(keyOf(field, value), entry);
      return entry;
    },
    byOperation: (id) => byOperation.get(id),
    byText: (field, value) => byText.get(keyOf(field, value)),
    decide: (field, text, over) =>
      void decisions.set(keyOf(field, text), [...(decisions.get(keyOf(field, text)) ?? []), over]),
    decidedOver: (field, text) => decisions.get(keyOf(field, text)) ?? [],
    absorb(head, ids) {
      // The parts of what was put on top of a newer row name the same ids again.
      for (const id of ids) if (id !== head && !carriers.has(id)) carriers.set(id, head);
    },
    carrierOf(id) {
      let carrier = id;
      for (let next = carriers.get(carrier); next; next = carriers.get(carrier)) carrier = next;
      return carrier;
    },
  };
}

function keyOf(field: string, value: unknown): string {
  return `${field} ${JSON.stringify(value)}`;
}
