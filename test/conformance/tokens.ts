import { createHmac } from 'node:crypto';

const SECRET = 'super-secret-jwt-token-with-at-least-32-characters-long';
const WRONG_SECRET = 'another-secret-that-nobody-shares-with-the-server';
const TOKEN = /eyJ[\w-]+\.eyJ[\w-]+\.[\w-]*/g;
/** Tokens that end further away than this, in seconds, do not end because of the conversation. */
const NEAR = 86_400;

/** Writes the tokens of a recording anew, so that they are now as old as they were then. */
export class Tokens {
  readonly #shift: number;
  readonly #recordedAt: number;

  /** `shift`: whole seconds from the recording to its replay. */
  constructor(recordedAt: number, shift: number) {
    this.#recordedAt = recordedAt;
    this.#shift = shift;
  }

  /** The text with every token in it signed anew; wrong signatures stay wrong. */
  renew(text: string): string {
    return text.replace(TOKEN, (token) => this.#renewed(token));
  }

  #renewed(token: string): string {
    const [head = '', body = '', signature = ''] = token.split('.');
    const claims = decode(body);
    const { alg } = decode(head);
    for (const name of ['exp', 'iat', 'nbf']) {
      const value = claims[name];
      if (typeof value === 'number' && this.#isNear(value)) claims[name] = value + this.#shift;
    }
    const content = `${head}.${encode(claims)}`;
    if (alg !== 'HS256') return `${content}.${signature}`;
    const isRight = signature === sign(`${head}.${body}`, SECRET);
    return `${content}.${sign(content, isRight ? SECRET : WRONG_SECRET)}`;
  }

  #isNear(seconds: number): boolean {
    return Math.abs(seconds - this.#recordedAt / 1000) < NEAR;
  }
}

/** Whether a token in the text ends while the conversation, so many milliseconds long, goes on, or ended just before. */
export function hasEndingToken(text: string, recordedAt: number): boolean {
  return [...text.matchAll(TOKEN)].some(([token]) => {
    const { exp } = decode(token.split('.')[1] ?? '');
    return typeof exp === 'number' && Math.abs(exp - recordedAt / 1000) < NEAR;
  });
}

function decode(part: string): Record<string, unknown> {
  return JSON.parse(Buffer.from(part, 'base64url').toString()) as Record<string, unknown>;
}

function encode(claims: Record<string, unknown>): string {
  return Buffer.from(JSON.stringify(claims)).toString('base64url');
}

function sign(content: string, secret: string): string {
  return createHmac('sha256', secret).update(content).digest('base64url');
}
