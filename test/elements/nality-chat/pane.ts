import type { NalityChat } from '../../../src/elements/nality-chat/nality-chat.ts';
import type { PagePerson } from '../../support/page-backend.ts';
import { waitUntil } from '../../support/wait-until.ts';
import { press, type } from './scene.ts';

/** One person's chat on the real local backend. */
export class Pane {
  constructor(
    readonly element: NalityChat,
    readonly person: PagePerson,
  ) {}

  find(selector: string): HTMLElement | null {
    return this.element.shadowRoot!.querySelector<HTMLElement>(selector);
  }

  async until(selector: string, words = ''): Promise<HTMLElement> {
    const find = (): HTMLElement | undefined =>
      [...this.element.shadowRoot!.querySelectorAll<HTMLElement>(selector)].find((node) =>
        node.textContent!.includes(words),
      );
    await waitUntil(find, `never shown: ${selector} ${words}`);
    return find()!;
  }

  async say(words: string): Promise<string> {
    const field = await this.until('[name="message"]');
    type(field, words);
    press(field, 'Enter');
    const message = (await this.until('[data-state="saved"]', words)) as HTMLElement;
    return message.dataset['messageId']!;
  }
}
