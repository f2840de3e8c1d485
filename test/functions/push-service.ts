import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import type { IncomingHttpHeaders, OutgoingHttpHeaders } from 'node:http';
import { createServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createVapidKeys, type VapidKeys } from '../../src/local/cli/vapid.ts';
import { createCertificate } from './push-certificate.ts';

/** A message that has come in. */
export interface Delivery {
  readonly headers: IncomingHttpHeaders;
  readonly body: Buffer;
}

/** A push service (RFC 8030) on this machine, over https, and the settings of a sender that knows it. */
export interface PushService {
  readonly origin: string;
  readonly vapid: VapidKeys;
  /** The environment of the function, as a file. */
  readonly envFile: string;
  /** Writes that file. `more` takes the place of what a test's sender has. */
  configure(more?: Record<string, string>): Promise<void>;
  /** What came in at a path. */
  at(path: string): Delivery[];
  /** How a path answers, one after the other, the last one for ever. Default: 201. */
  answers(path: string, ...answers: (readonly [status: number, headers?: OutgoingHttpHeaders])[]): void;
  close(): Promise<void>;
}

/** Starts it. From then on Deno trusts its certificate: whoever calls the function first does so after this. */
export async function startPushService(): Promise<PushService> {
  const folder = await mkdtemp(join(tmpdir(), 'nality-push-'));
  const { key, cert } = createCertificate();
  const trusted = process.env['DENO_CERT'] ? await readFile(process.env['DENO_CERT'], 'utf8') : '';
  process.env['DENO_CERT'] = join(folder, 'cert.pem');
  await writeFile(process.env['DENO_CERT'], `${trusted}\n${cert}`);
  const deliveries = new Map<string, Delivery[]>();
  const answers = new Map<string, (readonly [number, OutgoingHttpHeaders?])[]>();
  const at = (path: string): Delivery[] => deliveries.get(path) ?? deliveries.set(path, []).get(path) ?? [];
  const server = createServer({ key, cert }, async (request, response) => {
    const path = request.url ?? '';
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    const [status, headers] = answers.get(path)?.[at(path).length] ?? answers.get(path)?.at(-1) ?? [201];
    at(path).push({ headers: request.headers, body: Buffer.concat(chunks) });
    response.writeHead(status, headers).end();
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const origin = `https://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const vapid = createVapidKeys();
  const envFile = join(folder, '.env');
  const configure = async (more: Record<string, string> = {}): Promise<void> => {
    const variables = {
      VAPID_PUBLIC_KEY: vapid.publicKey,
      VAPID_PRIVATE_KEY: vapid.privateKey,
      VAPID_SUBJECT: 'mailto:push@nality.test',
      PUSH_TEST: 'yes',
      PUSH_TEST_SERVICES: origin,
      ...more,
    };
    await writeFile(
      envFile,
      Object.entries(variables)
        .map(([name, value]) => `${name}=${value}\n`)
        .join(''),
    );
  };
  await configure();
  return {
    origin,
    vapid,
    envFile,
    configure,
    at,
    answers: (path, ...list) => void answers.set(path, list),
    async close() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
      await rm(folder, { recursive: true });
    },
  };
}
