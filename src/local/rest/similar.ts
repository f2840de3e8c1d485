/** Of the names the one most like a word, as "did you mean" wants it; undefined if none is like it. */
export function mostSimilar(names: readonly string[], word: string, atLeast = 0.33): string | undefined {
  return ranked(names, word, atLeast)[0]?.name;
}

interface Score {
  name: string;
  score: number;
}

/**
 * The names that are like the word, best first; 1 is equal. Names are found by the groups of letters that they
 * share with the word, three at a time, then two, and ranked by how much has to be changed.
 */
export function ranked(names: readonly string[], word: string, atLeast = 0.33): Score[] {
  for (const size of [3, 2]) {
    const grams = gramsOf(word, size);
    const sharing = names.filter((name) => [...gramsOf(name, size).keys()].some((gram) => grams.has(gram)));
    if (sharing.length > 0)
      return sharing
        .map((name) => ({ name, score: likeness(normal(name), normal(word)) }))
        .filter(({ score }) => score >= atLeast)
        .sort((a, b) => b.score - a.score);
  }
  return [];
}

function normal(text: string): string {
  return text.toLowerCase().replace(/[^a-z0-9\u00c0-\u00ff, ]/g, '');
}

function gramsOf(text: string, size: number): Map<string, number> {
  const padded = `-${normal(text)}-`.padEnd(size, '-');
  const grams = new Map<string, number>();
  for (let at = 0; at + size <= padded.length; at++) {
    const gram = padded.slice(at, at + size);
    grams.set(gram, (grams.get(gram) ?? 0) + 1);
  }
  return grams;
}

function likeness(a: string, b: string): number {
  const longest = Math.max(a.length, b.length);
  return longest === 0 ? 1 : 1 - distance(a, b) / longest;
}

/** How many letters have to be added, removed or replaced. */
function distance(a: string, b: string): number {
  let row = Array.from({ length: b.length + 1 }, (_, index) => index);
  for (let i = 1; i <= a.length; i++) {
    const next = [i];
    for (let j = 1; j <= b.length; j++) {
      const replaced = (row[j - 1] ?? 0) + (a[i - 1] === b[j - 1] ? 0 : 1);
      next.push(Math.min(replaced, (row[j] ?? 0) + 1, (next[j - 1] ?? 0) + 1));
    }
    row = next;
  }
  return row[b.length] ?? 0;
}
