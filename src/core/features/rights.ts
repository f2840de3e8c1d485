/** What the database broadcasts to a room when somebody's right on it is given, changed or taken away. */
const RIGHTS_CHANGED = 'rights';

/** A listener to broadcasts, by name, that asks again for what depends on rights: the broadcast says no more. */
export function onRights(ask: () => void): (event: string) => void {
  return (event) => {
    if (event === RIGHTS_CHANGED) ask();
  };
}
