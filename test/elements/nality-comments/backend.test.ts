import { expect, fixture, html } from '@open-wc/testing';
import '../../../src/define.ts';
import type { NalityComments } from '../../../src/elements/nality-comments/nality-comments.ts';
import { createPerson, pageBackend, type PageBackend, type PagePerson } from '../../support/page-backend.ts';
import { waitUntil } from '../../support/wait-until.ts';
import { tidyUp, type } from './scene.ts';

/** One person's comments on the real local backend. */
class Pane {
  constructor(readonly element: NalityComments) {}

  all(selector: string): HTMLElement[] {
    return [...this.element.shadowRoot!.querySelectorAll<HTMLElement>(selector)];
  }

  async until(selector: string, words = ''): Promise<HTMLElement> {
    const find = (): HTMLElement | undefined =>
      this.all(selector).find((one) => one.textContent!.includes(words));
    await waitUntil(find, `never shown: ${selector} ${words}`);
    return find()!;
  }

  async gone(selector: string, words = ''): Promise<void> {
    const find = (): boolean => this.all(selector).some((one) => one.textContent!.includes(words));
    await waitUntil(() => !find(), `still shown: ${selector} ${words}`);
  }

  comment(words: string): Promise<HTMLElement> {
    return this.until('article', words);
  }

  async write(words: string, field = '[data-draft="new"]'): Promise<void> {
    type((await this.until(field)) as HTMLTextAreaElement, words);
    await this.element.updateComplete;
    (await this.until(field)).closest('form')!.querySelector<HTMLElement>('[part~="send"]')!.click();
  }

  async act(words: string, name: 'reply' | 'edit' | 'remove'): Promise<void> {
    await waitUntil(
      async () => (await this.comment(words)).querySelector(`[name="${name}"]`),
      `no ${name}: ${words}`,
    );
    (await this.comment(words)).querySelector<HTMLElement>(`[name="${name}"]`)!.click();
  }
}

async function insert({ url, key }: PageBackend, who: PagePerson, table: string, row: object): Promise<void> {
  const response = await fetch(`${url}/rest/v1/${table}`, {
    method: 'POST',
    headers: { apikey: key, authorization: `Bearer ${who.accessToken}`, 'content-type': 'application/json' },
    body: JSON.stringify(row),
  });
  if (!response.ok) throw new Error(await response.text());
}

/** An event of Marie's, with her and Irène at it. */
async function stage(changes: 'postgres' | 'broadcast') {
  const [backend, marie, irene] = await Promise.all([
    pageBackend(),
    createPerson('Marie'),
    createPerson('Irène'),
  ]);
  const event = crypto.randomUUID();
  await insert(backend, marie, 'life_events', { id: event, title: 'Radium', start_date: '1898-12-26' });
  await insert(backend, marie, 'timeline_shares', {
    grantee_kind: 'user',
    grantee_id: irene.id,
    level: 'comment',
  });
  const { url, key } = backend;
  const page = await fixture<HTMLElement>(html`
    <div>
      ${[marie, irene].map(
        ({ accessToken }) => html`
          <nality-provider url=${url} key=${key} access-token=${accessToken} changes=${changes}>
            <nality-comments event-id=${event}></nality-comments>
          </nality-provider>
        `,
      )}
    </div>
  `);
  const [mine, hers] = [...page.querySelectorAll('nality-comments')].map((element) => new Pane(element));
  return { mine: mine!, hers: hers!, url, key, irene };
}

describe('<nality-comments> of two people on the real backend', () => {
  beforeEach(tidyUp);
  afterEach(tidyUp);

  for (const changes of ['postgres', 'broadcast'] as const)
    it(`shows by the ${changes} feed what the other writes, answers, changes, deletes, and that they write`, async () => {
      const { mine, hers } = await stage(changes);
      await mine.write('I remember the shed.');
      await hers.comment('I remember the shed.');
      await hers.until('[part~="author"]', 'Marie');

      await hers.act('I remember the shed.', 'reply');
      const field = (await hers.until('[data-draft^="reply:"]')) as HTMLTextAreaElement;
      const isTold = (): boolean => {
        type(field, `${field.value}.`);
        return mine.all('[part="typing"]').some((one) => one.textContent!.includes('Irène'));
      };
      await waitUntil(isTold, 'never told that she is writing');
      await hers.write('It was cold.', '[data-draft^="reply:"]');
      await mine.until('.replies article', 'It was cold.');
      await mine.gone('[part="typing"]');

      await mine.act('I remember the shed.', 'edit');
      await mine.write('I remember that shed.', '[data-draft^="edit:"]');
      await hers.comment('I remember that shed.');
      await hers.until('article .muted', 'edited');

      await mine.act('I remember that shed.', 'remove');
      await hers.until('[part="tombstone"]');
      (await mine.until('.toast .link')).click();
      await hers.comment('I remember that shed.');
      await hers.gone('[part="tombstone"]');
    });

  it('mentions a person by name, and shows the new one as soon as they have it', async () => {
    const { mine, hers, url, key, irene } = await stage('postgres');
    const field = (await mine.until('[data-draft="new"]')) as HTMLTextAreaElement;
    field.focus();
    type(field, 'Ask @ir');
    (await mine.until('[role="option"]', 'Irène')).dispatchEvent(
      new PointerEvent('pointerdown', { bubbles: true, cancelable: true }),
    );
    await mine.element.updateComplete;
    await mine.write(`${field.value}tomorrow`);
    await hers.comment('Ask @Irène tomorrow');
    const renamed = await fetch(`${url}/auth/v1/user`, {
      method: 'PUT',
      headers: {
        apikey: key,
        authorization: `Bearer ${irene.accessToken}`,
        'content-type': 'application/json',
      },
      body: JSON.stringify({ data: { display_name: 'Mme Joliot' } }),
    });
    expect(renamed.ok).to.equal(true);
    await mine.comment('Ask @Mme Joliot tomorrow');
    await hers.comment('Ask @Mme Joliot tomorrow');
  });
});
