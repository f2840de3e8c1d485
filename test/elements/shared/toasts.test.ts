import { aTimeout, expect, fixture, html } from '@open-wc/testing';
import { LitElement } from 'lit';
import { TOAST_TIME, Toasts } from '../../../src/elements/shared/toasts.ts';

/** A clock that a test moves. */
const waiting = new Set<{ at: number; task: () => void }>();
let now = 0;
const after = (ms: number, task: () => void): (() => void) => {
  const entry = { at: now + ms, task };
  waiting.add(entry);
  return () => void waiting.delete(entry);
};
function pass(ms: number): void {
  now += ms;
  for (const entry of [...waiting]) if (entry.at <= now && waiting.delete(entry)) entry.task();
}

class ToastHost extends LitElement {
  readonly toasts = new Toasts(this, after);
  protected override render(): unknown {
    return this.toasts.render();
  }
}
customElements.define('toast-host', ToastHost);

async function host(): Promise<{ toasts: Toasts; region: HTMLElement; shown: () => Promise<string[]> }> {
  const element = await fixture<ToastHost>(html`<toast-host></toast-host>`);
  const shown = async (): Promise<string[]> => {
    await aTimeout(0);
    return [...element.shadowRoot!.querySelectorAll('[part~="toast"] > span')].map(
      (span) => span.textContent!,
    );
  };
  return {
    toasts: element.toasts,
    region: element.shadowRoot!.querySelector<HTMLElement>('[role="status"]')!,
    shown,
  };
}

describe('toasts', () => {
  it('stay at least eight seconds, then go', async () => {
    expect(TOAST_TIME).to.be.at.least(8000);
    const { toasts, shown } = await host();
    toasts.show('Deleted');
    pass(7_999);
    expect(await shown()).to.deep.equal(['Deleted']);
    pass(TOAST_TIME);
    expect(await shown()).to.deep.equal([]);
  });

  for (const [enter, leave] of [
    ['pointerenter', 'pointerleave'],
    ['focusin', 'focusout'],
  ] as const) {
    it(`stay while ${enter}, and have their time again after ${leave}`, async () => {
      const { toasts, region, shown } = await host();
      toasts.show('Deleted');
      region.dispatchEvent(new Event(enter));
      pass(TOAST_TIME * 5);
      expect(await shown()).to.deep.equal(['Deleted']);
      region.dispatchEvent(new Event(leave));
      pass(TOAST_TIME - 1);
      expect(await shown()).to.deep.equal(['Deleted']);
      pass(1);
      expect(await shown()).to.deep.equal([]);
    });
  }

  it('do what they offer once, the newest first', async () => {
    const { toasts, shown } = await host();
    const done: string[] = [];
    toasts.show('One', { label: 'Undo', act: () => done.push('one') });
    toasts.show('Two', { label: 'Undo', act: () => done.push('two') });
    toasts.show('Three');
    expect(toasts.undoNewest()).to.equal(true);
    expect(done).to.deep.equal(['two']);
    expect(await shown()).to.deep.equal(['One', 'Three']);
    toasts.undoNewest();
    expect(done).to.deep.equal(['two', 'one']);
    expect(toasts.undoNewest()).to.equal(false);
  });

  it('do without a click only what takes something back', async () => {
    const { toasts, region, shown } = await host();
    const done: string[] = [];
    toasts.show('Deleted', { label: 'Undo', act: () => done.push('undone') });
    toasts.offerDiscard(() => (done.push('discarded'), () => done.push('taken back')));
    toasts.undoNewest();
    expect(toasts.undoNewest()).to.equal(false);
    expect(done).to.deep.equal(['undone']);
    await shown();
    region.querySelector<HTMLElement>('.link')!.click();
    expect(await shown()).to.deep.equal(['Discarded']);
    toasts.undoNewest();
    expect(done).to.deep.equal(['undone', 'discarded', 'taken back']);
  });

  it('never pile up beyond three', async () => {
    const { toasts, shown } = await host();
    for (const word of ['a', 'b', 'c', 'd']) toasts.show(word);
    expect(await shown()).to.deep.equal(['b', 'c', 'd']);
  });
});
