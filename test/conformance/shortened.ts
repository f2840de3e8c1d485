const MARK = /…\((\d+) (?:chars|bytes)\)$/;

/**
 * Gives a text that was recorded shortened its length again: its last character is repeated, and what JSON
 * still needs comes at the end.
 */
export function lengthen(text: string): string {
  const mark = MARK.exec(text);
  if (!mark) return text;
  const kept = text.slice(0, mark.index);
  const ending = closing(kept);
  const missing = Number(mark[1]) - kept.length - ending.length;
  return kept + (kept.at(-1) ?? '').repeat(Math.max(0, missing)) + ending;
}

/** The quotes and brackets that are still open at the end of the beginning of a JSON text. */
function closing(json: string): string {
  const open: string[] = [];
  for (let index = 0; index < json.length; index += 1) {
    const char = json[index];
    const quoted = open.at(-1) === '"';
    if (quoted && char === '\\') index += 1;
    else if (char === '"') {
      if (quoted) open.pop();
      else open.push('"');
    } else if (!quoted && char === '{') open.push('}');
    else if (!quoted && char === '[') open.push(']');
    else if (!quoted && (char === '}' || char === ']')) open.pop();
  }
  return open.reverse().join('');
}
