/** Far more than anything here takes, also where a file has to be fetched first: a test that waits so long has failed. */
export const PATIENCE_MS = 30_000;
const INTERVAL_MS = 20;

/** Waits until a condition holds; one that throws does not hold yet. Rejects with what never came about. */
export async function waitUntil(
  holds: () => unknown,
  otherwise = `never: ${String(holds).slice(0, 200)}`,
): Promise<void> {
  const end = performance.now() + PATIENCE_MS;
  for (;;) {
    const cause = await failureOf(holds);
    if (!cause) return;
    if (performance.now() > end) throw new Error(otherwise, { cause });
    await new Promise((resolve) => setTimeout(resolve, INTERVAL_MS));
  }
}

async function failureOf(holds: () => unknown): Promise<{ reason: unknown } | undefined> {
  try {
    return (await holds()) ? undefined : { reason: 'it did not hold' };
  } catch (reason) {
    return { reason };
  }
}
