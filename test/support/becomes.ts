import type { AsksProvider } from './asks-provider.ts';
import { waitUntil } from './wait-until.ts';

/** Waits until the element's core acts as that person; `undefined` for nobody. */
export function becomes(element: AsksProvider, id: string | undefined): Promise<void> {
  const isSo = (): boolean => {
    const identity = element.nality.core?.identity.get();
    return identity?.name === 'person' ? identity.id === id : identity?.name === 'anonymous' && !id;
  };
  return waitUntil(isSo, `the core is not ${id ?? 'nobody'}`);
}
