import { expect, html } from '@open-wc/testing';
import { sendKeys } from '@web/test-runner-commands';
import { NalityError } from '../../../src/core/errors.ts';
import { waitUntil } from '../../support/wait-until.ts';
import { IRENE, ME, scene, SESSION, type Scene } from './scene.ts';
import { expectNoBarriers } from '../../support/barriers.ts';

const OTHER = '00000000-0000-4000-8006-000000000002';
const BEGUN = [
  { id: SESSION, user_id: ME, title: 'The roof of our house', created_at: '2026-11-20T19:00:00Z' },
  { id: OTHER, user_id: IRENE, title: null, created_at: '2026-11-02T08:00:00Z' },
];

/** My newest conversation, without a `session-id`, and the list of all of them open. */
async function looking(list: () => Promise<typeof BEGUN> = async () => BEGUN): Promise<Scene> {
  const made = await scene({
    template: html`<nality-chat></nality-chat>`,
    prepare: (_chat, core) => {
      core.sessions.newest.set(SESSION);
      core.sessions.list = list;
    },
  });
  made.$('[name="earlier"]').focus();
  await sendKeys({ press: 'Enter' });
  return made;
}

const listed = (made: Scene) => (): boolean => made.count('[name="conversation"]') === BEGUN.length;

describe('earlier conversations', () => {
  it('are listed by their first words and their day, and the one that is shown is marked', async () => {
    const made = await looking();
    await waitUntil(listed(made), 'they are not listed');
    const [first, second] = made.all('[name="conversation"]');
    expect(first!.textContent).to.contain('The roof of our house').and.contain('2026');
    expect(first!.textContent).not.to.contain('with others');
    expect(second!.textContent).to.contain('Conversation').and.contain('with others');
    expect([first, second].map((one) => one!.getAttribute('aria-current'))).to.deep.equal(['true', null]);
    await expectNoBarriers(made.element);
  });

  it('are gone on with by the keyboard alone', async () => {
    const made = await looking();
    await waitUntil(listed(made), 'they are not listed');
    made.all('[name="conversation"]')[1]!.focus();
    await sendKeys({ press: 'Enter' });
    await waitUntil(() => made.core.opened.includes(OTHER), 'it is not opened');
    await made.shown();
    expect(made.$('#earlier').matches(':popover-open')).to.equal(false);
    expect(made.element.shadowRoot!.activeElement!.getAttribute('name')).to.equal('message');
  });

  it('that cannot be loaded say so, and are looked for again', async () => {
    let fails = true;
    const made = await looking(async () => {
      if (fails) throw new NalityError('offline', 'No.');
      return BEGUN;
    });
    await waitUntil(() => made.count('#earlier [role="alert"]') === 1, 'nothing is said');
    fails = false;
    await sendKeys({ press: 'Escape' });
    await sendKeys({ press: 'Enter' });
    await waitUntil(listed(made), 'they are not listed');
  });

  it('are offered to nobody who has none, or looks at a certain one', async () => {
    const none = await scene({ template: html`<nality-chat></nality-chat>` });
    const certain = await scene({ me: ME });
    expect([none.count('[name="earlier"]'), certain.count('[name="earlier"]')]).to.deep.equal([0, 0]);
  });
});
