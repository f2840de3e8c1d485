/** The text without halves of surrogate pairs, which no database takes. */
export function wellFormed(text: string): string {
  return text.replace(/\p{Cs}/gu, '\ufffd');
}
