const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

/** Whether a text is a UUID, of whatever version and case. */
export function isUuid(text: string): boolean {
  return UUID.test(text);
}

/** A UUID as the server spells it; undefined for any other text. */
export function uuidIn(text: string): string | undefined {
  return isUuid(text) ? text.toLowerCase() : undefined;
}
