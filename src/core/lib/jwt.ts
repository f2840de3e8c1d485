/** The claims of a JWT, unverified: the server verifies. Undefined for anything that is not a JWT. */
export function claimsOf(token: string): Record<string, unknown> | undefined {
  const [, body, signature] = token.split('.');
  if (!body || signature === undefined) return undefined;
  try {
    const binary = atob(body.replace(/-/g, '+').replace(/_/g, '/'));
    const text = new TextDecoder().decode(Uint8Array.from(binary, (char) => char.charCodeAt(0)));
    return JSON.parse(text) as Record<string, unknown>;
  } catch {
    return undefined;
  }
}
