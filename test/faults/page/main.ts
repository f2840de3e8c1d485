/** A page with one tab's seat in it, for runs in a real browser. Everything comes by the address. */
import { browserEnvironment } from '../../../src/browser/environment.ts';
import { claimsOf } from '../../../src/core/lib/jwt.ts';
import { createNality } from '../../../src/core/nality.ts';
import { sit, type Report, type Seat } from '../seat.ts';
import { connectReports } from './reports.ts';
import { writeWithoutPause } from './writer.ts';

declare global {
  interface Window {
    seat: Seat;
    /** Writes as fast as it can until the browser is gone. */
    write(seed: number): Promise<void>;
    /** Lets the sign-in run out. */
    forgetToken(): void;
  }
}

const wish = new URLSearchParams(location.search);
const wanted = (name: string): string => {
  const value = wish.get(name);
  if (value === null) throw new Error(`The address says nothing of "${name}".`);
  return value;
};

// Browsers without them exist, and modes of browsers.
for (const part of (wish.get('without') ?? '').split(',').filter(Boolean))
  Object.defineProperty(part === 'locks' ? navigator : window, part, { value: undefined });

const reports = connectReports<Report>(wanted('tab'));
const core = createNality({
  url: wanted('url'),
  key: wanted('key'),
  changes: wish.get('changes') === 'broadcast' ? 'broadcast' : 'postgres',
  accessToken: tokenSource(),
  environment: browserEnvironment(),
});
window.seat = sit({
  core,
  owner: wanted('owner'),
  strategy: wanted('strategy') as Parameters<typeof sit>[0]['strategy'],
  hot: wanted('hot'),
  report: reports.send,
});
window.write = (seed) => writeWithoutPause({ seed, act: window.seat.act, saved: core.outbox.saved });

/** A host's sign-in: it keeps a token until shortly before its end. */
function tokenSource(): () => Promise<string> {
  let token = '';
  window.forgetToken = () => void (token = '');
  return async () => {
    const expires = Number(claimsOf(token)?.['exp'] ?? 0) * 1000;
    if (expires - Date.now() > 1_000) return token;
    const answer = await fetch(`/token?person=${wanted('person')}`);
    if (!answer.ok) throw new Error('The sign-in cannot be renewed now.');
    return (token = await answer.text());
  };
}
