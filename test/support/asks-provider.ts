import { html, LitElement } from 'lit';
import { CoreController } from '../../src/elements/shared/core-controller.ts';
import type { CoreOptions } from '../../src/elements/shared/core-registry.ts';
import type { FakeCore } from './fake-core.ts';
import { presenceFeature } from '../../src/core/features/presence.ts';

/** An element as the widgets are: it takes a room of the core for as long as it is on the page. */
export class AsksProvider extends LitElement {
  static override readonly properties = { room: {} };

  declare room: string | undefined;

  readonly nality = new CoreController(this, {
    key: () => this.room,
    acquire: (core, room: string, until) => {
      if (room === 'impossible') throw new Error('no such room');
      return core.use(presenceFeature, room, until);
    },
  });

  /** What its core was made with; undefined while it has none. */
  get options(): CoreOptions | undefined {
    return (this.nality.core as FakeCore | undefined)?.options;
  }

  protected override render(): unknown {
    return html`${this.nality.state.name}`;
  }
}
