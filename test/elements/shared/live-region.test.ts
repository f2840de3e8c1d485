import { expect } from '@open-wc/testing';
import { render } from 'lit';
import { LiveRegion } from '../../../src/elements/shared/live-region.ts';

/** A region whose quiet time is over when the test says so. */
function regionInTheTest(): { region: LiveRegion; quiet: () => void; said: () => string } {
  let task: (() => void) | undefined;
  const host = {
    addController() {},
    removeController() {},
    requestUpdate() {},
    updateComplete: Promise.resolve(true),
  };
  const region = new LiveRegion(host, (_ms, then) => ((task = then), () => (task = undefined)));
  const said = (): string => {
    const box = document.createElement('div');
    render(region.render(), box);
    return box.textContent!.trim();
  };
  return { region, quiet: () => task?.(), said };
}

describe('what screen readers are told', () => {
  it('is said of each matter once, together, when it has become quiet', () => {
    const { region, quiet, said } = regionInTheTest();
    region.saySoon(() => 'Irène added “Radium”');
    region.saySoon(() => '12 characters left', 'left');
    region.saySoon(() => '11 characters left', 'left');
    expect(said()).to.equal('');
    quiet();
    expect(said()).to.equal('Irène added “Radium” 11 characters left');
    region.saySoon(() => '10 characters left', 'left');
    quiet();
    expect(said()).to.equal('10 characters left');
  });

  it('is not said any more once it is hushed', () => {
    const { region, quiet, said } = regionInTheTest();
    region.saySoon(() => 'Irène added “Radium”');
    region.hush();
    quiet();
    region.saySoon(() => '10 characters left', 'left');
    quiet();
    expect(said()).to.equal('10 characters left');
  });
});
