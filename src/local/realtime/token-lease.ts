import type { Claims, TokenErrorCode, Tokens } from './tokens.ts';
import { TokenError, expiredFor, expiredText } from './tokens.ts';

const CHECK = 5 * 60_000;

/** What the real server says of these is the name of an error inside it. */
const LITERALLY: Partial<Record<TokenErrorCode, string>> = {
  JwtSignatureError: ':signature_error',
  JwtSignerError: ':error_generating_signer',
};

/** The token under which a channel lives, watched until it runs out. */
export class TokenLease {
  readonly #tokens: Tokens;
  readonly #onEnd: (reason: string) => void;
  #token: string;
  #claims: Claims;
  #timer: NodeJS.Timeout | undefined;

  constructor(tokens: Tokens, current: { token: string; claims: Claims }, onEnd: (reason: string) => void) {
    this.#tokens = tokens;
    this.#onEnd = onEnd;
    this.#token = current.token;
    this.#claims = current.claims;
    this.#watch();
  }

  get claims(): Claims {
    return this.#claims;
  }

  /** Takes a token that the client sent; false when there is nothing new, or when the lease ended over it. */
  renew(token: unknown): boolean {
    if (typeof token !== 'string' || token.startsWith('sb_') || token === this.#token) return false;
    try {
      this.#claims = this.#tokens.verify(token);
    } catch (error) {
      if (!(error instanceof TokenError)) throw error;
      this.#onEnd(LITERALLY[error.code] ?? error.message);
      return false;
    }
    this.#token = token;
    this.#watch();
    return true;
  }

  end(): void {
    clearTimeout(this.#timer);
  }

  #watch(): void {
    clearTimeout(this.#timer);
    // In whole seconds, as the real server counts: channels end in the order in which they were joined.
    const left = (this.#claims.exp - Math.floor(Date.now() / 1000)) * 1000;
    this.#timer = setTimeout(() => this.#check(), Math.min(CHECK, Math.max(0, left)));
    this.#timer.unref();
  }

  #check(): void {
    const seconds = expiredFor(this.#claims);
    if (seconds === undefined) this.#watch();
    else this.#onEnd(expiredText(seconds));
  }
}
