/** Runs in the page: whether a record that is kept on disk for the person holds the text. */
export async function isKept(person: string, text: string): Promise<boolean> {
  const done = <T>(request: IDBRequest<T>): Promise<T> =>
    new Promise((resolve, reject) => {
      request.onsuccess = () => resolve(request.result);
      request.onerror = () => reject(request.error ?? new Error('IndexedDB gave up.'));
    });
  for (const { name = '' } of await indexedDB.databases()) {
    if (!name.endsWith(person)) continue;
    const database = await done(indexedDB.open(name));
    const records = await done(database.transaction('records').objectStore('records').getAll());
    database.close();
    if (JSON.stringify(records).includes(text)) return true;
  }
  return false;
}
