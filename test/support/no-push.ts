/** An environment's part for tests that have nothing to do with web push. */
export function noPush(): Promise<never> {
  return Promise.reject(new Error('There is no web push in this test.'));
}
