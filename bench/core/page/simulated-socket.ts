type Frame = [joinRef: string | null, ref: string | null, topic: string, event: string, payload: Join];

interface Join {
  config?: { postgres_changes?: object[]; presence?: { enabled?: boolean } };
}

/** A socket to a Realtime server that lets everybody in and has nothing to tell. */
export class SimulatedSocket {
  readyState = 0;
  binaryType = 'arraybuffer';
  bufferedAmount = 0;
  onopen: (() => void) | null = null;
  onmessage: ((event: { data: string }) => void) | null = null;
  onclose: ((event: object) => void) | null = null;
  onerror: ((event: object) => void) | null = null;

  constructor() {
    queueMicrotask(() => {
      this.readyState = 1;
      this.onopen?.();
    });
  }

  send(data: unknown): void {
    if (typeof data !== 'string') return;
    const [joinRef, ref, topic, event, payload] = JSON.parse(data) as Frame;
    const bindings = payload.config?.postgres_changes ?? [];
    const response =
      event === 'phx_join' ? { postgres_changes: bindings.map((one, id) => ({ id, ...one })) } : {};
    this.#tell([joinRef, ref, topic, 'phx_reply', { status: 'ok', response }]);
    if (event !== 'phx_join') return;
    if (payload.config?.presence?.enabled) this.#tell([joinRef, null, topic, 'presence_state', {}]);
    if (bindings.length === 0) return;
    const ready = { message: 'Subscribed to PostgreSQL', status: 'ok', extension: 'postgres_changes' };
    this.#tell([joinRef, null, topic, 'system', ready]);
  }

  close(): void {
    this.readyState = 3;
    queueMicrotask(() => this.onclose?.({ code: 1000, wasClean: true, reason: '' }));
  }

  #tell(frame: unknown): void {
    queueMicrotask(() => this.onmessage?.({ data: JSON.stringify(frame) }));
  }
}
