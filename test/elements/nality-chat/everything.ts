import { NalityError } from '../../../src/core/errors.ts';
import { chatItem, proposalRow } from '../../support/fake-chat.ts';
import { IRENE, ME, TALK, type SceneOptions } from './scene.ts';

const RICH = [
  '# A heading',
  'Some *words*, **strong** ones and `code`. See [the house](https://example.org/house).',
  '- one\n- two',
  '> quoted',
  '```\nconst x = 1;\n```',
].join('\n\n');

/** Every piece of the screen at once. */
export const EVERYTHING: SceneOptions = {
  items: [
    ...TALK,
    chatItem('rich', { content: RICH, metadata: { suggestions: ['Yes', 'No'] } }),
    chatItem('broken', { content: 'Half an', status: 'interrupted' }),
    chatItem(
      'failed',
      { user_id: ME, message_type: 'user_message', content: 'Refused', rev: 0 },
      {
        state: 'failed',
        error: new NalityError('denied', 'No'),
        operationId: 'operation',
      },
    ),
    chatItem('last', { content: 'And now?', metadata: { suggestions: ['Go on', 'Stop here'] } }),
  ],
  prepare(chat) {
    chat.lastRead.set('reply');
    chat.more.set('some');
    chat.others.set([{ id: IRENE, name: 'Irène', avatarUrl: null }]);
    chat.typists.set([{ id: IRENE, name: 'Irène', avatarUrl: null }]);
    chat.asking.set({ name: 'refused', messageId: 'reply', error: new NalityError('timeout', 'Late') });
    chat.proposals.set([
      {
        row: proposalRow('open', {
          user_id: ME,
          message_id: 'rich',
          details: { location: 'Brittany', importance: 8, tags: ['sea', 'bicycle'] },
        }),
        state: 'saved',
      },
      {
        row: proposalRow('done', { user_id: ME, status: 'accepted', created_life_event_id: 'e' }),
        state: 'saved',
      },
      { row: proposalRow('theirs', { user_id: IRENE }), state: 'saved' },
    ]);
  },
};
