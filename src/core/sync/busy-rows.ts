/** Rows whose operations are being replaced on disk: what is read of them meanwhile may be of before or after that. */
export interface BusyRows {
  has(rowId: string): boolean;
  /** Notes that these are busy from now on. Returns how to say that they are not any more. */
  enter(rowIds: readonly string[]): () => void;
  /** Resolves when none of these is busy with what it is busy with now; without an argument: no row at all. */
  calm(rowIds?: readonly string[]): Promise<void>;
}

/** Makes a note of none. */
export function createBusyRows(): BusyRows {
  const busy = new Map<string, Promise<void>>();
  return {
    has: (rowId) => busy.has(rowId),
    enter(rowIds) {
      let end: () => void = () => undefined;
      const ended = new Promise<void>((resolve) => (end = resolve));
      for (const rowId of rowIds) busy.set(rowId, ended);
      return () => {
        // Whoever came later is still at it.
        for (const rowId of rowIds) if (busy.get(rowId) === ended) busy.delete(rowId);
        end();
      };
    },
    async calm(rowIds = [...busy.keys()]) {
      await Promise.all(rowIds.flatMap((rowId) => busy.get(rowId) ?? []));
    },
  };
}
