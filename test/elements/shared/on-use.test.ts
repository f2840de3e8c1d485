import { expect, fixture, html } from '@open-wc/testing';
import { css, LitElement } from 'lit';
import { OnUse } from '../../../src/elements/shared/on-use.ts';
import { waitUntil } from '../../support/wait-until.ts';

let answers: (() => Promise<{ styles: ReturnType<typeof css> }>)[] = [];

class OnUseHost extends LitElement {
  private readonly code = new OnUse(this, () => answers.shift()!());

  protected override render(): unknown {
    return this.code.get() ? 'there' : this.code.busy ? 'on its way' : 'failed';
  }
}
customElements.define('on-use-host', OnUseHost);

const fails = (): Promise<never> => Promise.reject(new TypeError('There is no network.'));
const never = (): Promise<never> => new Promise(() => undefined);
const comes = async () => ({ styles: css`` });
const shown = (host: Element): string => host.shadowRoot!.textContent!.trim();

describe('code that is loaded on use', () => {
  it('is drawn with once it is there', async () => {
    answers = [comes];
    const host = await fixture(html`<on-use-host></on-use-host>`);
    await waitUntil(() => shown(host) === 'there');
  });

  it('that could not be loaded is said to have failed, and is asked for again', async () => {
    answers = [fails, never];
    const host = await fixture(html`<on-use-host></on-use-host>`);
    await waitUntil(() => shown(host) === 'failed');
    expect(answers).to.be.empty;
  });

  it('that fails again and again is not asked for without an end', async () => {
    answers = [fails, fails, fails];
    const host = await fixture<OnUseHost>(html`<on-use-host></on-use-host>`);
    await waitUntil(() => shown(host) === 'failed');
    await new Promise((resolve) => setTimeout(resolve, 50));
    expect(answers).to.have.length(1);
  });
});
