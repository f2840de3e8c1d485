import { expect, fixture, html } from '@open-wc/testing';
import '../../../src/define.ts';
import type { NalityTimeline } from '../../../src/elements/nality-timeline/nality-timeline.ts';
import { createPerson, pageBackend, type PageBackend, type PagePerson } from '../../support/page-backend.ts';
import { waitUntil } from '../../support/wait-until.ts';
import { forgetDrafts, type } from './scene.ts';

/** One person's timeline element on the real local backend. */
class Pane {
  constructor(readonly element: NalityTimeline) {}

  find(selector: string): HTMLElement | null {
    return this.element.shadowRoot!.querySelector<HTMLElement>(selector);
  }

  async until(selector: string): Promise<HTMLElement> {
    await waitUntil(() => this.find(selector), `never shown: ${selector}`);
    return this.find(selector)!;
  }

  async gone(selector: string): Promise<void> {
    await waitUntil(() => !this.find(selector), `still shown: ${selector}`);
  }

  /** The card with this title. */
  async card(title: string): Promise<HTMLElement> {
    const find = (): HTMLElement | undefined =>
      [...this.element.shadowRoot!.querySelectorAll<HTMLElement>('[part~="card"]')].find(
        (card) => card.querySelector('[part~="title"]')?.textContent === title,
      );
    await waitUntil(find, `never shown: ${title}`);
    return find()!;
  }

  async add(title: string, year: string): Promise<HTMLElement> {
    (await this.until('[name="add"]')).click();
    type(await this.until('dialog [name="title"]'), title);
    type(await this.until('dialog [name="when"]'), year);
    (await this.until('dialog [type="submit"]')).click();
    const card = await this.card(title);
    await waitUntil(() => card.dataset['state'] === 'saved', 'never saved');
    return card;
  }
}

async function share(
  { url, key }: PageBackend,
  owner: PagePerson,
  grantee: PagePerson,
  level: string,
): Promise<void> {
  const response = await fetch(`${url}/rest/v1/timeline_shares`, {
    method: 'POST',
    headers: {
      apikey: key,
      authorization: `Bearer ${owner.accessToken}`,
      'content-type': 'application/json',
    },
    body: JSON.stringify({ owner_id: owner.id, grantee_kind: 'user', grantee_id: grantee.id, level }),
  });
  if (!response.ok) throw new Error(await response.text());
}

interface Stage {
  readonly marie: Pane;
  readonly other: Pane;
}

/** Marie's timeline, as she sees it and as somebody else does, with or without a share. */
async function stage(level?: string): Promise<Stage> {
  const [backend, owner, guest] = await Promise.all([
    pageBackend(),
    createPerson('Marie'),
    createPerson('Irène'),
  ]);
  if (level) await share(backend, owner, guest, level);
  const { url, key } = backend;
  const page = await fixture<HTMLElement>(html`
    <div>
      ${[owner, guest].map(
        ({ accessToken }) =>
          html`<nality-provider url=${url} key=${key} access-token=${accessToken}>
            <nality-timeline user-id=${owner.id}></nality-timeline>
          </nality-provider>`,
      )}
    </div>
  `);
  const [marie, other] = [...page.querySelectorAll('nality-timeline')].map((element) => new Pane(element));
  return { marie: marie!, other: other! };
}

describe('the timeline on the local backend', () => {
  before(() => pageBackend());
  beforeEach(forgetDrafts);

  it('shows what one adds to the other, each year with its marker', async () => {
    const { marie, other } = await stage('edit');
    await other.until('[data-notice="emptyTheirs"]');
    await marie.add('Radium', '1898');
    const card = await other.card('Radium');
    expect(card.querySelector('time')!.textContent).to.equal('1898');
    expect(other.find('[part~="marker"]')!.textContent!.trim()).to.equal('1898');
  });

  it('marks what the other edits until it is saved, and then shows it', async () => {
    const { marie, other } = await stage('edit');
    const mine = await marie.add('Radium', '1898');
    (await other.card('Radium')).querySelector<HTMLElement>('[name="edit"]')!.click();
    await waitUntil(() => mine.dataset['editorName'] === 'Irène', 'no mark with a name');
    expect(mine.getAttribute('aria-description')).to.equal('Irène is editing …');
    type(await other.until('[part~="editor"] [name="title"]'), 'Radium is found');
    (await other.until('[part~="editor"] [type="submit"]')).click();
    await marie.card('Radium is found');
    await marie.gone('[being-edited]');
  });

  it('takes an event from both screens, and brings it back with Undo', async () => {
    const { marie, other } = await stage('view');
    const card = await marie.add('Radium', '1898');
    await other.card('Radium');
    card.querySelector<HTMLElement>('[name="remove"]')!.click();
    await other.until('[data-notice="emptyTheirs"]');
    (await marie.until('[part~="toast"] .link')).click();
    await other.card('Radium');
    await marie.until('[data-state="saved"]');
  });

  it('lets a viewer read and offers nothing else', async () => {
    const { marie, other } = await stage('view');
    await marie.add('Radium', '1898');
    await other.card('Radium');
    expect(other.find('[name="add"], [name="edit"], [name="remove"]') === null).to.be.true;
  });

  it('tells a stranger that it is private', async () => {
    const { marie, other } = await stage();
    await marie.add('Radium', '1898');
    await other.until('[data-notice="notShared"]');
    expect(other.find('[part~="card"]') === null).to.be.true;
  });
});
