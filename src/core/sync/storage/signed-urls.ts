import type { Environment } from '../../environment.ts';
import { coalesce } from '../../lib/coalesce.ts';
import { within } from '../../lib/sleep.ts';
import { signal, type Readable } from '../../lib/signal.ts';
import { NalityError } from '../../errors.ts';
import { toJson } from '../../lib/to-json.ts';
import type { Remote } from '../remote.ts';
import { storageError } from './storage-error.ts';

/** Addresses of private files. */
export interface SignedUrls {
  /** The address of a file; undefined until it is known. It is asked for with the others of the moment. */
  get(path: string): string | undefined;
  /** Another number whenever `get` may answer otherwise. */
  readonly version: Readable<number>;
  /** What is there did not load. Its address is asked for anew; of a fresh one, the file itself counts as broken. */
  failed(path: string): void;
  /** Whether a fresh address led to nothing that this browser can show. Found out anew whenever the page wakes. */
  isBroken(path: string): boolean;
}

/** Of which bucket, and as whom. */
export interface SignedUrlsOptions {
  bucket: string;
  remote: Remote;
  environment: Environment;
  until: AbortSignal;
}

/** So long an address is good, in seconds … */
const LIFE_S = 3600;
/** … and so long before its end it is replaced, in milliseconds. */
const EARLY_MS = 5 * 60_000;
/** What could not be had is not asked for again before, in milliseconds. */
const PAUSE_MS = 10_000;
const PATIENCE_MS = 15_000;
/** So old an address may have run out early, milliseconds: the key was changed, or the clock. */
const FRESH_MS = 60_000;
/** At most so many in one request. */
const BATCH = 100;

interface Known {
  readonly url: string | undefined;
  readonly askAt: number;
  readonly goodUntil: number;
  readonly broken?: boolean;
}

/** Keeps the addresses of a bucket's files until shortly before they expire. */
export function createSignedUrls({ bucket, remote, environment, until }: SignedUrlsOptions): SignedUrls {
  const known = new Map<string, Known>();
  const version = signal(0);
  const changed = (): void => void (until.aborted || version.set(version.get() + 1));

  const sign = async (paths: readonly string[]): Promise<void> => {
    const { url, headers } = await remote.service('/storage/v1');
    const answer = await environment.fetch(`${url}/object/sign/${bucket}`, {
      method: 'POST',
      headers: { ...headers, 'content-type': 'application/json' },
      body: toJson({ expiresIn: LIFE_S, paths }),
      signal: until,
    });
    if (!answer.ok) throw storageError(answer.status, await answer.text());
    const now = environment.now();
    for (const { path, signedURL } of (await answer.json()) as { path: string; signedURL: string | null }[])
      known.set(path, {
        url: signedURL?.startsWith('/') ? encodeURI(url + signedURL) : undefined,
        askAt: now + (signedURL ? LIFE_S * 1000 - EARLY_MS : PAUSE_MS),
        goodUntil: now + LIFE_S * 1000,
      });
  };
  const late = (): Error => new NalityError('timeout', 'Storage did not answer in time.');
  const load = async (paths: readonly string[]): Promise<void> => {
    try {
      await within(PATIENCE_MS, sign(paths), environment.after, late);
      changed();
    } catch (error) {
      if (until.aborted) return;
      environment.log('info', 'Could not get the addresses of files.', error);
      const cancel = environment.after(PAUSE_MS, changed);
      until.addEventListener('abort', cancel, { once: true });
    }
  };
  const wanted = coalesce<string>((paths) => void load(paths), {
    size: BATCH,
    ms: 10,
    after: environment.after,
  });
  const mend = (): void => {
    const broken = [...known].filter(([, entry]) => entry.broken);
    for (const [path, entry] of broken) known.set(path, { ...entry, broken: false });
    if (broken.length > 0) changed();
  };
  until.addEventListener('abort', environment.wakes(mend), { once: true });
  return {
    get(path) {
      const now = environment.now();
      const entry = known.get(path);
      const url = entry && now < entry.goodUntil ? entry.url : undefined;
      if (!entry || now >= entry.askAt) {
        known.set(path, { goodUntil: 0, ...entry, url, askAt: now + PAUSE_MS });
        wanted.add(path);
      }
      return url;
    },
    version,
    failed(path) {
      const entry = known.get(path);
      if (entry?.url === undefined) return;
      const now = environment.now();
      const isFresh = now < entry.goodUntil - LIFE_S * 1000 + FRESH_MS;
      known.set(path, { ...entry, ...(isFresh ? { broken: true } : { url: undefined, askAt: now }) });
      changed();
    },
    isBroken: (path) => known.get(path)?.broken ?? false,
  };
}
