import type { BrowserContext, CDPSession, Page } from 'puppeteer-core';

/** Everything that a browser profile has sent and received. */
export interface NetworkLog {
  /** Addresses, bodies and WebSocket frames so far, as one text. */
  read(): Promise<string>;
}

/** Records the network of all pages that are opened in the profile from now on, but for one origin's files. */
export async function recordNetwork(profile: BrowserContext, except: string): Promise<NetworkLog> {
  const entries: Promise<string>[] = [];
  const attached: Promise<void>[] = [];
  profile.on('targetcreated', (target) => {
    if (target.type() === 'page') attached.push(target.page().then((page) => attach(page!, entries, except)));
  });
  return {
    async read() {
      await Promise.all(attached);
      return (await Promise.all(entries)).join('\n');
    },
  };
}

async function attach(page: Page, entries: Promise<string>[], except: string): Promise<void> {
  const session = await page.createCDPSession();
  const note = (text: string): void => void entries.push(Promise.resolve(text));
  const recorded = new Set<string>();
  session.on('Network.requestWillBeSent', ({ request, requestId }) => {
    if (request.url.startsWith(except) || request.method === 'OPTIONS') return;
    recorded.add(requestId);
    note(`${request.url} ${request.postData ?? ''}`);
  });
  session.on('Network.loadingFinished', ({ requestId }) => {
    if (recorded.has(requestId)) entries.push(bodyOf(session, requestId));
  });
  session.on('Network.webSocketFrameSent', ({ response }) => note(frame(response)));
  session.on('Network.webSocketFrameReceived', ({ response }) => note(frame(response)));
  await session.send('Network.enable');
}

/** What stands in the log for a body that the browser had already thrown away. */
export const LOST_BODY = '(a body that is lost)';

async function bodyOf(session: CDPSession, requestId: string): Promise<string> {
  try {
    const { body, base64Encoded } = await session.send('Network.getResponseBody', { requestId });
    return base64Encoded ? Buffer.from(body, 'base64').toString() : body;
  } catch {
    return LOST_BODY;
  }
}

/** The text of a frame; binary frames carry their JSON as UTF-8 after a short head. */
function frame({ opcode, payloadData }: { opcode: number; payloadData: string }): string {
  return opcode === 2 ? Buffer.from(payloadData, 'base64').toString() : payloadData;
}
