/** The tags with those of a text, which commas part; trimmed, each only once. */
export function withTag(tags: readonly string[], text: string): string[] {
  const added = text
    .split(',')
    .map((part) => part.trim())
    .filter((part) => part !== '');
  return [...new Set([...tags, ...added])];
}
