import { expectNoBarriers } from '../support/barriers.ts';
import { preferring } from '../support/preferring.ts';
import { inState, WIDGETS } from './states.ts';

const { comments, presence } = WIDGETS;

/** The other widgets have it among their own tests. */
describe('every state in forced colours has no barriers that axe finds', () => {
  for (const [widget, states] of Object.entries({ comments, presence }))
    for (const [name, state] of Object.entries(states))
      it(`${widget}: ${name}`, () =>
        preferring({ 'forced-colors': 'active' }, async () => expectNoBarriers(await inState(state))));
});
