import { html, LitElement } from 'lit';
import { CoreController } from '../../src/elements/shared/core-controller.ts';

/** An element as the widgets are: it takes a room of the core for as long as it is on the page. */
export class AsksProvider extends LitElement {
  static override readonly properties = { room: {} };

  declare room: string | undefined;

  readonly nality = new CoreController(this, {
    key: () => this.room,
    acquire: (core, room: string, until) => {
      if (room === 'impossible') throw new Error('no such room');
      return core.presence(room, until);
    },
  });

  protected override render(): unknown {
    return html`${this.nality.state.name}`;
  }
}
