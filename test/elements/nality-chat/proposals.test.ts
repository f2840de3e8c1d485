import { expect, oneEvent } from '@open-wc/testing';
import { expectNoBarriers } from '../../support/barriers.ts';
import { chatItem, proposalRow } from '../../support/fake-chat.ts';
import type { NalityProposalAcceptEvent } from '../../../src/elements/nality-chat/events.ts';
import { proposedTime } from '../../../src/elements/nality-chat/proposals/when.ts';
import type { Proposal } from '../../../src/core/features/chat-proposals.ts';
import { forgetDrafts, IRENE, ME, press, scene, type, type Scene } from './scene.ts';

/** A conversation with one proposal for me. */
function proposed(values: Partial<Proposal> = {}, width?: number): Promise<Scene> {
  return scene({
    ...(width !== undefined && { width }),
    prepare: (chat) =>
      chat.proposals.set([
        { row: proposalRow('p', { user_id: ME, message_id: 'reply', ...values }), state: 'saved' },
      ]),
  });
}

describe('proposed events', () => {
  beforeEach(forgetDrafts);

  it('stand below the answer that they came with, in honest words', async () => {
    const { $, words } = await proposed();
    const below = $('[data-message-id="reply"]').nextElementSibling!;
    expect((below as HTMLElement).dataset['proposal']).to.equal('p');
    expect(words()).to.contain('By bicycle to the sea').and.contain('summer 1899').and.contain('Travel');
  });

  it('come with the end of the answer, so that nothing that follows moves them away under a click', async () => {
    const answer = (status: 'streaming' | 'final') =>
      chatItem('reply', { status, content: 'A ride!', created_at: '2026-11-21T19:20:00Z' });
    const { chat, count, shown } = await scene({
      prepare: (chat) => {
        chat.say(answer('streaming'));
        chat.proposals.set([{ row: proposalRow('p', { user_id: ME, message_id: 'reply' }), state: 'saved' }]);
      },
    });
    await shown();
    expect(count('[data-message-id="reply"]')).to.equal(1);
    expect(count('[data-proposal]')).to.equal(0);
    chat.say(answer('final'));
    await shown();
    expect(count('[data-proposal]')).to.equal(1);
  });

  it('are put onto the timeline by a yes, as they were proposed', async () => {
    const { $, asked, element } = await proposed();
    setTimeout(() => $('[name="accept"]').click());
    const event: NalityProposalAcceptEvent = await oneEvent(element, 'nality-proposal-accept');
    expect([event.proposal.id, event.eventId]).to.deep.equal(['p', 'event-of-p']);
    expect(asked('accept')).to.deep.equal([
      [
        'p',
        {
          title: 'By bicycle to the sea',
          category: 'travel',
          description: 'A ride to the coast.',
          location: null,
          importance: 5,
          tags: [],
          start_date: '1899-07-01',
          end_date: null,
          date_precision: 'season',
          is_ongoing: false,
        },
      ],
    ]);
  });

  it('say where it was, how much it matters and what it is filed under, and put that onto the timeline, too', async () => {
    const details = { location: 'Brittany', importance: 8, tags: ['sea', 'bicycle'] };
    const { $, asked, element } = await proposed({ details });
    expect($('[data-proposal="p"] .meta').textContent).to.contain('Brittany').and.contain('Importance: 8/10');
    const tags = [...$('[data-proposal="p"] .tags').children];
    expect(tags.map((tag) => tag.textContent)).to.deep.equal(details.tags);
    await expectNoBarriers(element);
    $('[name="accept"]').click();
    expect(asked('accept')[0]![1]).to.include({ location: 'Brittany', importance: 8 });
    expect(asked('accept')[0]![1]).to.have.deep.property('tags', details.tags);
  });

  it('stay within 280 px, however long a place or a tag is', async () => {
    const long = 'Llanfairpwllgwyngyllgogerychwyrndrobwllllantysiliogogogoch';
    const { $, element } = await proposed({ details: { location: long, tags: [long] } }, 280);
    const card = $('[data-proposal="p"]');
    expect(card.scrollWidth).to.be.at.most(card.clientWidth);
    expect(card.getBoundingClientRect().right).to.be.at.most(element.getBoundingClientRect().right);
  });

  it('claim no place, importance or tags that nobody told', async () => {
    for (const details of [{}, { importance: 5, tags: [] }]) {
      const { count, words } = await proposed({ details });
      expect(count('[data-proposal="p"] .meta > span')).to.equal(1);
      expect(count('[data-proposal="p"] .tags')).to.equal(0);
      expect(words()).not.to.contain('Importance');
    }
  });

  it('stay proposals where the page keeps them back', async () => {
    const { $, asked, element } = await proposed();
    element.addEventListener('nality-proposal-before-accept', (event) => event.preventDefault());
    $('[name="accept"]').click();
    expect(asked('accept')).to.have.length(0);
  });

  it('may be changed before the yes, and what was typed is kept over a reload', async () => {
    const first = await proposed();
    first.$('[name="review"]').click();
    await first.shown();
    expect(first.element.shadowRoot!.activeElement!.getAttribute('name')).to.equal('title');
    type(first.$('.review [name="title"]'), 'To Brittany');
    type(first.$('.review [name="when"]'), '12 August 1899');
    const again = await proposed();
    expect(again.$<HTMLInputElement>('.review [name="title"]').value).to.equal('To Brittany');
    expect(again.words()).to.contain('August 12, 1899');
    again.$('.review [name="accept"]').click();
    await again.shown();
    const [[, draft]] = again.asked('accept') as [[string, Record<string, unknown>]];
    expect([draft['title'], draft['start_date'], draft['date_precision']]).to.deep.equal([
      'To Brittany',
      '1899-08-12',
      'day',
    ]);
    expect(again.count('.review')).to.equal(0);
  });

  it('are reviewed with their place, importance and tags, each of which may be changed', async () => {
    const { $, shown, asked } = await proposed({
      details: { location: 'Brittany', importance: 8, tags: ['sea', 'bicycle'] },
    });
    $('[name="review"]').click();
    await shown();
    const field = (name: string): HTMLInputElement => $(`.review [name="${name}"]`);
    expect(['location', 'importance', 'tags'].map((name) => field(name).value)).to.deep.equal([
      'Brittany',
      '8',
      'sea, bicycle',
    ]);
    type(field('location'), ' The Channel ');
    type(field('tags'), 'sea, , summer,sea');
    field('importance').value = '3';
    field('importance').dispatchEvent(new Event('input', { bubbles: true }));
    await shown();
    $('.review [name="accept"]').click();
    const [[, event]] = asked('accept') as [[string, Record<string, unknown>]];
    expect([event['location'], event['importance'], event['tags']]).to.deep.equal([
      'The Channel',
      3,
      ['sea', 'summer'],
    ]);
  });

  for (const [name, value, words] of [
    ['location', 'x'.repeat(501), 'At most 500 characters'],
    ['tags', Array.from({ length: 51 }, (_, at) => `tag ${at}`).join(', '), 'At most 50 tags'],
  ] as const) {
    it(`say what is wrong with ${name} that would be refused, and where`, async () => {
      const { $, shown, asked, element } = await proposed({});
      $('[name="review"]').click();
      await shown();
      const field = $<HTMLInputElement>(`.review [name="${name}"]`);
      type(field, value);
      await shown();
      $('.review [name="accept"]').click();
      await shown();
      expect(asked('accept')).to.have.length(0);
      expect(element.shadowRoot!.activeElement!.getAttribute('name')).to.equal(name);
      expect($(`#${field.getAttribute('aria-describedby')}`).textContent).to.contain(words);
      await expectNoBarriers(element);
      type(field, 'sea');
      await shown();
      $('.review [name="accept"]').click();
      expect(asked('accept')).to.have.length(1);
    });
  }

  it('keep what was typed when the review had fewer fields', async () => {
    const typed = { title: 'To Brittany', when: '1899', category: 'travel', description: 'By the sea.' };
    localStorage.setItem(`nality:draft:chat-review:${ME}:p`, JSON.stringify(typed));
    const { $, shown, asked } = await proposed({ details: { location: 'Brittany', tags: ['sea'] } });
    expect($<HTMLInputElement>('.review [name="title"]').value).to.equal('To Brittany');
    expect($<HTMLInputElement>('.review [name="location"]').value).to.equal('Brittany');
    await shown();
    $('.review [name="accept"]').click();
    const [[, event]] = asked('accept') as [[string, Record<string, unknown>]];
    expect([event['title'], event['location'], event['importance']]).to.deep.equal([
      'To Brittany',
      'Brittany',
      5,
    ]);
  });

  it('ask for a date where none was understood, and show what is wrong', async () => {
    const { $, shown, asked, words, element } = await proposed({ estimated_date: 'when I was small' });
    expect(words()).to.contain('when I was small');
    $('[name="accept"]').click();
    await shown();
    expect(asked('accept')).to.have.length(0);
    expect(element.shadowRoot!.activeElement!.getAttribute('name')).to.equal('when');
    expect(words()).to.contain('Say when it was');
    await expectNoBarriers(element);
    type($('.review [name="when"]'), 'about 1873');
    await shown();
    $('.review [name="accept"]').click();
    expect(asked('accept')).to.have.length(1);
  });

  it('are left as they were by Escape, and what was typed is there again when one goes on', async () => {
    const { $, shown, count, element } = await proposed();
    $('[name="review"]').click();
    await shown();
    type($('.review [name="title"]'), 'Nonsense');
    press($('.review [name="title"]'), 'Escape');
    await shown();
    expect(count('.review')).to.equal(0);
    expect(element.shadowRoot!.activeElement!.getAttribute('name')).to.equal('review');
    expect($('[data-proposal="p"] h4').textContent).to.equal('By bicycle to the sea');
    $('[name="review"]').click();
    await shown();
    expect($<HTMLInputElement>('.review [name="title"]').value).to.equal('Nonsense');
    press($('.review [name="title"]'), 'Escape');
    await shown();
    $('[part~="toast"] .link').click();
    $('[name="review"]').click();
    await shown();
    expect($<HTMLInputElement>('.review [name="title"]').value).to.equal('By bicycle to the sea');
  });

  it('are there as they were changed when a no is undone', async () => {
    const { $, chat, shown } = await proposed();
    const be = (status: 'pending' | 'rejected'): void =>
      chat.proposals.set([{ row: proposalRow('p', { user_id: ME, status }), state: 'queued' }]);
    $('[name="review"]').click();
    await shown();
    type($('.review [name="title"]'), 'To Brittany');
    press($('.review [name="title"]'), 'Escape');
    await shown();
    $('[name="reject"]').click();
    be('rejected');
    await shown();
    $('[part~="toast"]:last-child .link').click();
    be('pending');
    await shown();
    expect($<HTMLInputElement>('.review [name="title"]').value).to.equal('To Brittany');
  });

  it('are put away by a no, which can be undone', async () => {
    const { $, asked, chat, shown, count } = await proposed();
    $('[name="reject"]').click();
    expect(asked('reject')).to.deep.equal([['p']]);
    chat.proposals.set([{ row: proposalRow('p', { user_id: ME, status: 'rejected' }), state: 'queued' }]);
    await shown();
    expect(count('[data-proposal]')).to.equal(0);
    $('[part~="toast"] .link').click();
    expect(asked('takeBack')).to.deep.equal([['p']]);
  });

  it('say that they are on the timeline, and are taken off again on request', async () => {
    const { $, asked, words, element, count } = await proposed({
      status: 'accepted',
      created_life_event_id: 'e',
    });
    expect(words()).to.contain('On your timeline');
    expect(count('[name="accept"]')).to.equal(0);
    await expectNoBarriers(element);
    $('[name="undo"]').click();
    expect(asked('takeBack')).to.deep.equal([['p']]);
  });

  it('are only shown to whom they are not proposed', async () => {
    const { count, words } = await proposed({ user_id: IRENE });
    expect(words()).to.contain('Proposed to somebody else');
    expect(count('[data-proposal] button')).to.equal(0);
  });
});

describe('a time in words', () => {
  const of = (words: string, locale = 'en'): string | undefined => {
    const time = proposedTime(words, locale);
    return time && `${time.start_date} ${time.date_precision}${time.is_ongoing ? ' ongoing' : ''}`;
  };

  for (const [words, time] of [
    ['12 May 1987', '1987-05-12 day'],
    ['May 12, 1987', '1987-05-12 day'],
    ['1987-05-12', '1987-05-12 day'],
    ['May 1987', '1987-05-01 month'],
    ['Sept. 1911', '1911-09-01 month'],
    ['1987-05', '1987-05-01 month'],
    ['summer 1968', '1968-07-01 season'],
    ['1968', '1968-01-01 year'],
    ['1960s', '1960-01-01 decade'],
    ['the 1960s', '1960-01-01 decade'],
    ['early 1960s', '1960-01-01 decade'],
    ['since 2015', '2015-01-01 year ongoing'],
    ['about 1950', '1950-01-01 about'],
    ['the war year 1942', '1942-01-01 about'],
    ['before 1950', undefined],
    ['nach 1945', undefined],
    ['when I was small', undefined],
    ['12345', undefined],
    ['', undefined],
  ] as const)
    it(`understands “${words}” as ${time ?? 'nothing'}`, () => {
      expect(of(words)).to.equal(time);
    });

  it('understands the months of the person’s language, and English ones', () => {
    expect(of('12. Mai 1987', 'de')).to.equal('1987-05-12 day');
    expect(of('März 1894', 'de')).to.equal('1894-03-01 month');
    expect(of('March 1894', 'de')).to.equal('1894-03-01 month');
  });
});
