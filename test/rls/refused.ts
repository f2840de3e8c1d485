import assert from 'node:assert/strict';

interface Answer {
  data: unknown;
  error: { code?: string; message: string } | null;
}

/** Waits for the answer to something that the server has to refuse with this code. */
export async function refused(attempt: PromiseLike<Answer>, code = '42501'): Promise<void> {
  const { data, error } = await attempt;
  assert.equal(error?.code, code, error ? error.message : `it worked: ${JSON.stringify(data)}`);
}
