import { expect, html } from '@open-wc/testing';
import { ME, scene, SESSION, type Scene } from './scene.ts';

const OTHER = '00000000-0000-4000-8006-000000000002';

/** A chat whose newest conversation is known, and the conversations that are opened, in order. */
async function stageOf(template = html`<nality-chat></nality-chat>`): Promise<Scene & { opened: string[] }> {
  const opened: string[] = [];
  const stage = await scene({
    template,
    prepare(chat, core) {
      core.sessions.newest.set(SESSION);
      core.offers.set('chat', (session) => (opened.push(session), chat));
    },
  });
  return { ...stage, opened };
}

async function goTo(stage: Scene, hash: string): Promise<void> {
  const changed = new Promise((resolve) => window.addEventListener('hashchange', resolve, { once: true }));
  location.hash = hash;
  await changed;
  await stage.shown();
}

describe('a chat and the address of the page', () => {
  afterEach(() => history.replaceState(null, '', location.pathname + location.search));

  it('opens the conversation that the address names, rather than the newest', async () => {
    history.replaceState(null, '', `#nality-chat-${OTHER.toUpperCase()}`);
    const stage = await stageOf();
    expect(stage.opened).to.deep.equal([OTHER]);
  });

  it('goes where the address leads, with the focus, and stays there when it goes elsewhere', async () => {
    const stage = await stageOf();
    await goTo(stage, `nality-chat-${OTHER}`);
    expect(stage.opened).to.deep.equal([SESSION, OTHER]);
    expect(stage.element.shadowRoot!.activeElement === stage.$('.base')).to.be.true;
    for (const hash of ['nality-event-1', 'nality-chat-nonsense', '']) await goTo(stage, hash);
    expect(stage.opened).to.deep.equal([SESSION, OTHER]);
  });

  it('comes to the screen when the address names the one that it was given, and shows no other', async () => {
    const stage = await stageOf(html`<nality-chat session-id=${SESSION}></nality-chat>`);
    await goTo(stage, `nality-chat-${OTHER}`);
    expect(document.activeElement === stage.element).to.be.false;
    await goTo(stage, `nality-chat-${SESSION}`);
    expect(document.activeElement === stage.element).to.be.true;
    expect(stage.opened).to.deep.equal([SESSION]);
  });

  it('leaves the address to the person who came with it', async () => {
    history.replaceState(null, '', `#nality-chat-${OTHER}`);
    const stage = await stageOf();
    stage.core.identity.set({ name: 'person', id: ME.replace('1', '7'), isAnonymous: false });
    await stage.shown();
    expect(stage.opened).to.deep.equal([OTHER, SESSION]);
  });
});
