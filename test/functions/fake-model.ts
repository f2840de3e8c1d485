import { createServer } from 'node:http';
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

interface Message {
  role: string;
  content: string;
}

/** What the functions asked of the model. */
export interface Asked {
  authorization: string | undefined;
  model: string;
  messages: Message[];
  /** Whether an answer is to be gone on with. */
  continuing: boolean;
}

/** An OpenAI-compatible service that does as the last message says, by a mark in it: `[[cut]]`. */
export interface FakeModel {
  /** For `NALITY_MODEL_URL`. */
  url: string;
  /** Every call whose messages have the text in them. */
  asked(text: string): Asked[];
  /** Lets the answers that wait, `[[wait:x]]`, go on. */
  release(name: string): void;
  /** How many answers are being sent. */
  readonly open: number;
  close(): Promise<void>;
}

/** What is sent of an answer: text, or something that no service should send. */
type Play = (stage: Stage, asked: Asked) => Promise<void> | void;

interface Stage {
  /** The name after the colon of the mark. */
  name: string;
  /** How often this very conversation was sent before. */
  attempt: number;
  response: ServerResponse;
  /** Begins the answer, if it has not begun, and sends a piece of text; false when nobody listens any more. */
  say(text: string): Promise<boolean>;
  /** Sends the notes and the end. */
  end(reason?: string): void;
  raw(bytes: string | Uint8Array): void;
  refuse(status: number, headers?: Record<string, string>): void;
  released(): Promise<void>;
}

export const NOTES = {
  suggestions: ['By the river', 'I do not remember'],
  events: [
    {
      title: 'We moved to Lyon',
      description: 'With two suitcases.',
      date: 'Spring of 1987',
      category: 'personal',
      location: 'Lyon',
      importance: 8,
      tags: ['Lyon'],
      confidence: 0.9,
    },
  ],
};

const PLAYS: Record<string, Play> = {
  async plain({ say, end }) {
    for (const word of 'What a *journey* that was. Who came along?'.split(/(?= )/)) await say(word);
    await say('\n\n<no');
    await say(`tes>${JSON.stringify(NOTES)}</not`);
    await say('es> and more');
    end();
  },
  async many({ say, end }) {
    for (let index = 0; index < 300; index++) {
      await say(`${index} `);
      if (index % 30 === 0) await pause(30);
    }
    end();
  },
  async wait({ say, end, released }) {
    await say('Before the pause');
    await released();
    await say(', and after it.');
    end();
  },
  async cut({ say, end, response }, { continuing }) {
    if (continuing) {
      await say(' and goes on.');
      return end();
    }
    await say('It breaks off');
    await pause(50);
    response.destroy();
  },
  async short({ say, end }) {
    await say('As much as I may');
    end('length');
  },
  async unfinished({ say, response }) {
    await say('It simply ends');
    response.end();
  },
  async brokenOnce({ say, end, attempt, refuse }) {
    if (attempt === 0) return refuse(500);
    await say('The second time it works.');
    end();
  },
  async busyOnce({ say, end, attempt, refuse }) {
    if (attempt === 0) return refuse(429, { 'retry-after': '1' });
    await say('After a pause it works.');
    end();
  },
  broken: ({ refuse }) => refuse(500, { 'retry-after-ms': '1' }),
  busy: ({ refuse }) => refuse(429, { 'retry-after-ms': '1' }),
  wrongKey: ({ refuse }) => refuse(401),
  async garbled({ say, raw }) {
    await say('Then it speaks');
    raw('data: {"choices": [{"delta": {"content": "secret of the service\n\n');
  },
  async failing({ say, raw }) {
    await say('Then it fails');
    raw('data: {"error": {"message": "secret of the service", "type": "overloaded"}}\n\n');
  },
  async endless({ say }) {
    while (await say('and then 😀 '.repeat(50)));
  },
  async silent({ say, raw, response }) {
    await say('Then nothing');
    while (!response.destroyed) {
      raw(': still here\n\ndata: {"choices":[{"index":0,"delta":{"content":""},"finish_reason":null}]}\n\n');
      await pause(50);
    }
  },
  /** Takes the request, and that is all. */
  mute: () => undefined,
  /** A word now and then, and no end. */
  async slow({ say }) {
    while (await say('And so on. ')) await pause(100);
  },
  async flood({ say, raw, response }) {
    await say('Then a line without an end');
    raw(': ');
    while (!response.destroyed) {
      raw('x'.repeat(1_000_000));
      await pause(1);
    }
  },
  async bytes({ say, end, raw }) {
    await say('');
    for (const byte of new TextEncoder().encode(chunk('Grüße aus Zürich 👩‍👧, 日本'))) {
      raw(Uint8Array.of(byte));
      if (byte > 0xc0) await pause(1);
    }
    end();
  },
  async halves({ say, raw, end }) {
    await say('A face ');
    raw('data: {"choices":[{"index":0,"delta":{"content":"\\ud83d"}}]}\n\n');
    await pause(250);
    raw('data: {"choices":[{"index":0,"delta":{"content":"\\ude00\\u0000!"}}]}\n\n');
    end();
  },
  async hostile({ say, end }) {
    const event = {
      title: 'x'.repeat(500),
      description: 'y'.repeat(9000),
      date: 'z'.repeat(500),
      category: 'evil',
    };
    const events = [
      ...[null, 7, 'text', [], {}, { title: ' ' }, { title: 5 }],
      ...Array.from({ length: 30 }, () => ({
        ...event,
        confidence: 7,
        location: 'l'.repeat(900),
        importance: -4,
        tags: [
          7,
          null,
          ['nested'],
          ' ',
          't'.repeat(500),
          ...Array.from('abcdefghijkl', (tag) => `${tag}${tag}`),
          'aa',
        ],
        user_id: 'me',
      })),
    ];
    await say('Be careful.<notes>');
    await say(
      JSON.stringify({ events, suggestions: [1, null, 's'.repeat(500)], ['__proto__']: { polluted: true } }),
    );
    await say('</notes>');
    end();
  },
  async unreadable({ say, end }) {
    await say('Only words.<notes>{"events": [{"title": "cut o');
    end();
  },
};

/** Starts the service on 127.0.0.1; it keeps no process alive. */
export async function startFakeModel(): Promise<FakeModel> {
  const all: Asked[] = [];
  const attempts = new Map<string, number>();
  const gates = new Map<string, Gate>();
  let open = 0;
  const gate = (name: string) => {
    const known = gates.get(name) ?? createGate();
    gates.set(name, known);
    return known;
  };

  const server = createServer((request, response) => {
    open++;
    response.once('close', () => open--);
    answer(request, response).catch((error: unknown) => {
      if (!request.readableAborted) throw error; // who hangs up while they ask is not answered
    });
  });

  async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const text = await readAll(request);
    const { model, messages } = JSON.parse(text) as { model: string; messages: Message[] };
    const mark = messages.map(({ content }) => /\[\[(\w+)(?::([\w-]+))?\]\]/.exec(content)).findLast(Boolean);
    const continuing = messages.at(-2)?.role === 'assistant' && !messages.at(-1)?.content.includes('[[');
    const asked = { authorization: request.headers.authorization, model, messages, continuing };
    all.push(asked);
    const attempt = attempts.get(text) ?? 0;
    attempts.set(text, attempt + 1);
    const [, play = 'plain', name = ''] = mark ?? [];
    if (request.url !== '/v1/chat/completions') return void response.writeHead(404).end();
    await PLAYS[play]?.(
      stageOf(response, name, attempt, () => gate(name).promise),
      asked,
    );
  }

  server.listen(0, '127.0.0.1').unref();
  await new Promise((resolve) => server.once('listening', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/v1`,
    asked: (text) => all.filter(({ messages }) => messages.some(({ content }) => content.includes(text))),
    release: (name) => gate(name).resolve(),
    get open() {
      return open;
    },
    async close() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

interface Gate {
  promise: Promise<void>;
  resolve(): void;
}

function createGate(): Gate {
  let resolve = () => {};
  const promise = new Promise<void>((done) => (resolve = done));
  return { promise, resolve };
}

function stageOf(
  response: ServerResponse,
  name: string,
  attempt: number,
  released: () => Promise<void>,
): Stage {
  const begin = () => {
    if (!response.headersSent) response.writeHead(200, { 'content-type': 'text/event-stream' });
  };
  const raw = (bytes: string | Uint8Array) => {
    begin();
    response.write(bytes);
  };
  return {
    ...{ name, attempt, response, raw, released },
    async say(text) {
      raw(chunk(text));
      await pause(1);
      return !response.destroyed;
    },
    end(reason = 'stop') {
      raw(`data: {"choices":[{"index":0,"delta":{},"finish_reason":"${reason}"}]}\n\ndata: [DONE]\n\n`);
      response.end();
    },
    refuse(status, headers = {}) {
      response.writeHead(status, { 'content-type': 'application/json', ...headers });
      response.end(JSON.stringify({ error: { message: 'secret of the service' } }));
    },
  };
}

function chunk(content: string): string {
  return `data: ${JSON.stringify({ choices: [{ index: 0, delta: { content }, finish_reason: null }] })}\n\n`;
}

function pause(milliseconds: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, milliseconds));
}

async function readAll(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const piece of request) chunks.push(piece as Buffer);
  return Buffer.concat(chunks).toString();
}
