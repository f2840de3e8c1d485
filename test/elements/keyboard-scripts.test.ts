import { expect, html } from '@open-wc/testing';
import { expectFocus, focused, press, tabTo, write } from '../support/keys.ts';
import { waitUntil } from '../support/wait-until.ts';
import { EVERYTHING } from './nality-chat/everything.ts';
import * as chat from './nality-chat/scene.ts';
import * as comments from './nality-comments/scene.ts';
import * as inbox from './nality-notifications/scene.ts';
import * as presence from './nality-presence/scene.ts';
import * as timeline from './nality-timeline/scene.ts';

/** The main work with each widget, by the keyboard alone, with the focus in sight at every stop. */
describe('by keyboard alone', () => {
  beforeEach(() => {
    timeline.forgetDrafts();
    sessionStorage.clear();
    (document.activeElement as HTMLElement | null)?.blur();
  });

  it('an event is written in the form, found in the list, edited, deleted and brought back', async () => {
    const stage = await timeline.scene();
    const { timeline: fake } = stage;
    await tabTo('[name="add"]');
    await press('Enter');
    await waitUntil(() => focused().matches('dialog [name="title"]'), 'the form does not open');
    await write('Marriage in Sceaux');
    await tabTo('[name="when"]');
    await write('July 1895');
    await tabTo('[name="category"]');
    await press('ArrowRight');
    await press('Control+Enter');
    await waitUntil(() => fake.pending.length === 1, 'it is not saved');
    const { rowId, values } = fake.pending[0]!;
    expect([values['title'], values['start_date']]).to.deep.equal(['Marriage in Sceaux', '1895-07-01']);
    await waitUntil(() => focused().matches(`[data-event-id="${rowId}"]`), 'the focus is lost');
    expectFocus('article');

    await press('Home', 'ArrowDown');
    expectFocus('[data-event-id="polonium"]');
    await press('e');
    await waitUntil(() => focused().matches('[name="title"]'), 'it is not edited');
    await press('End');
    await write(', a new element');
    await press('Enter');
    expect(fake.pending.at(-1)!.values).to.deep.equal({ title: 'Polonium, a new element' });
    expectFocus('[data-event-id="polonium"]');

    await press('Delete');
    expect(stage.count('[data-event-id="polonium"]')).to.equal(0);
    await press('Control+z');
    await waitUntil(() => focused().matches('[data-event-id="polonium"]'), 'it does not come back');
    expectFocus('article');
  });

  it('events are searched, filtered, seen again, and jumped to', async () => {
    const stage = await timeline.scene();
    await tabTo('[data-event-id]');
    await press('/');
    await waitUntil(() => focused().matches('[name="query"]'), 'the search does not open');
    expectFocus('input');
    await write('polonium');
    await waitUntil(() => stage.count('[part~="card"]') === 1, 'nothing is searched');
    await press('Escape');
    await waitUntil(() => stage.count('[part~="card"]') === 3, 'the search is not emptied');
    await tabTo('select[aria-label="Category"]');
    await write('Fam');
    await waitUntil(() => stage.count('[part~="card"]') === 1, 'nothing is filtered');
    expect(stage.count('[data-event-id="birth"]')).to.equal(1);
    await tabTo('.chip button');
    await press('Enter');
    await waitUntil(() => stage.count('[part~="card"]') === 3, 'the filter stays');
    await tabTo('[name="query"]', 'Shift+Tab');
    await press('Escape');
    await waitUntil(() => stage.count('.find') === 0, 'the search stays open');

    await tabTo('[data-event-id]');
    await press('j');
    expectFocus('[name="jump"]');
    await press('End');
    await waitUntil(() => (focused() as HTMLSelectElement).selectedOptions[0]!.textContent === '1867');
    await tabTo('[data-event-id]');
    await press('End');
    expectFocus('[data-event-id="birth"]');
  });

  it('a message of two lines is sent, an answer stopped, earlier ones shown and a refused one sent again', async () => {
    const {
      chat: fake,
      asked,
      shown,
    } = await chat.scene({
      ...EVERYTHING,
      prepare(made, core) {
        EVERYTHING.prepare?.(made, core);
        made.asking.set({ name: 'idle' });
      },
    });
    await tabTo('[name="message"]');
    await write('In spring');
    await press('Shift+Enter');
    await write('we married.');
    await press('Enter');
    expect(asked('send')).to.deep.equal([['In spring\nwe married.']]);
    expectFocus('[name="message"]');

    fake.say({ ...chat.TALK[0]!, row: { ...chat.TALK[0]!.row, id: 'now' }, status: 'streaming' });
    await shown();
    await tabTo('[name="stop"]');
    await press('Enter');
    expect(asked('stop')).to.have.length(1);

    await tabTo('.row-state button + button', 'Shift+Tab');
    await press('Shift+Tab', 'Shift+Tab');
    expectFocus('.row-state button');
    expect(focused().textContent).to.equal('Try again');
    await press('Enter');
    expect(asked('settle').at(-1)).to.deep.equal(['operation', 'retry']);
    await tabTo('[name="older"]', 'Shift+Tab');
    await press('Enter');
    expect(asked('loadMore').length).to.be.greaterThan(0);
  });

  it('a proposal is corrected and put on the timeline', async () => {
    const { asked } = await chat.scene(EVERYTHING);
    await tabTo('[data-proposal="open"] [name="review"]');
    await press('Enter');
    await waitUntil(() => focused().matches('[data-proposal="open"] form [name="title"]'), 'no form');
    await press('End');
    await write(', twice');
    await press('Escape');
    await waitUntil(() => focused().matches('[data-proposal="open"] button'), 'the focus is lost');
    await tabTo('[data-proposal="open"] [name="accept"]', 'Shift+Tab');
    await press('Enter');
    expect(asked('accept').map(([id]) => id)).to.deep.equal(['open']);
  });

  it('a comment is written with a mention, answered, edited, deleted and brought back', async () => {
    const stage = await comments.scene({
      prepare: (fake) => void (fake.invited = comments.PEOPLE.slice(1)),
    });
    const { comments: fake } = stage;
    await tabTo('[data-draft="new"]');
    await write('Ask @Pa');
    await waitUntil(() => stage.count('[role="option"]') === 1, 'nobody is offered');
    await press('Enter', 'Control+Enter');
    expect(fake.pending.at(-1)!.values).to.include({ content: `Ask @[${comments.PAUL}]` });
    expectFocus('[data-draft="new"]');

    await tabTo('[data-comment-id]', 'Shift+Tab');
    await press('Home', 'ArrowDown');
    expectFocus('[data-comment-id="hers"]');
    await press('r');
    await waitUntil(() => focused().matches('[data-draft="reply:hers"]'), 'no field');
    await write('We had a stove.');
    await press('Control+Enter');
    expect(fake.pending.at(-1)!.values).to.include({ content: 'We had a stove.', parent_id: 'hers' });
    await waitUntil(() => focused().matches(`[data-comment-id="${fake.pending.at(-1)!.rowId}"]`));
    expectFocus('article');

    await press('e');
    await waitUntil(() => focused().matches('[data-draft^="edit:"]'), 'no field');
    await press('End');
    await write(' It smoked.');
    await press('Control+Enter');
    expect(fake.pending.at(-1)!.values).to.include({ content: 'We had a stove. It smoked.' });
    await press('Home', 'Delete');
    expect(stage.count('[data-comment-id="mine"]')).to.equal(0);
    await press('Control+z');
    await waitUntil(() => focused().matches('[data-comment-id="mine"]'), 'it does not come back');
    expectFocus('article');
  });

  it('notifications are opened from the bell, read, deleted, brought back and left', async () => {
    const stage = await inbox.scene({
      template: html`<nality-notifications placement="popover"></nality-notifications>`,
    });
    await tabTo('.bell');
    await press('Enter');
    await waitUntil(() => focused().matches('[data-notification-id="comment"]'), 'it does not open');
    expectFocus('article');
    await press('ArrowDown', 'u');
    expectFocus('[data-notification-id="warning"]');
    expect(stage.element.unread).to.equal(1);
    await press('Delete');
    expect(stage.ids()).to.deep.equal(['comment', 'share']);
    await press('Control+z');
    expect(stage.ids()).to.deep.equal(['comment', 'warning', 'share']);
    await press('Escape');
    expectFocus('.bell');
    expect(stage.$('#panel').matches(':popover-open')).to.equal(false);
  });

  it('the list of who is here is opened, read and left', async () => {
    const { marie, irene, pierre, eve } = presence;
    const { element } = await presence.withPeople([marie, irene, pierre, eve], 1);
    await tabTo('.all');
    await press('Enter');
    expect(element.shadowRoot!.querySelector('#list')!.matches(':popover-open')).to.equal(true);
    await waitUntil(() => focused().matches('#list'), 'the list does not take the focus');
    expectFocus('#list');
    await press('Escape');
    await waitUntil(() => focused().matches('.all'), 'the focus is lost');
    expectFocus('.all');
  });
});
