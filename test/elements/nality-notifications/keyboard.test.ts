import { expect } from '@open-wc/testing';
import { sendKeys } from '@web/test-runner-commands';
import { scene, type Scene } from './scene.ts';

async function press(stage: Scene, ...keys: string[]): Promise<void> {
  for (const key of keys) await sendKeys({ press: key });
  await stage.shown();
}

async function withModifier(stage: Scene, modifier: string, key: string): Promise<void> {
  await sendKeys({ down: modifier });
  await sendKeys({ press: key });
  await sendKeys({ up: modifier });
  await stage.shown();
}

async function onFirst(): Promise<Scene> {
  const stage = await scene();
  stage.row('comment').focus();
  await stage.shown();
  return stage;
}

describe('the keyboard in the inbox', () => {
  afterEach(() => history.replaceState(null, '', location.pathname + location.search));

  it('reaches one notification with Tab, then what is in it, then leaves the list', async () => {
    const stage = await scene();
    const next = document.createElement('button');
    stage.host.append(next);
    stage.$('[name="read-all"]').focus();
    await press(stage, 'Tab', 'Tab');
    expect(stage.focus()).to.equal('comment');
    await press(stage, 'Tab', 'Tab');
    expect(stage.focus()).to.equal('comment/toggle');
    await press(stage, 'Tab', 'Tab');
    expect(document.activeElement === next).to.be.true;
  });

  it('goes from one to the next with the arrows, Home and End, over the days', async () => {
    const stage = await onFirst();
    await press(stage, 'ArrowDown', 'ArrowDown');
    expect(stage.focus()).to.equal('share');
    await press(stage, 'ArrowDown');
    expect(stage.focus()).to.equal('share');
    await press(stage, 'Home');
    expect(stage.focus()).to.equal('comment');
    await press(stage, 'End', 'ArrowUp');
    expect(stage.focus()).to.equal('warning');
    expect([stage.row('warning').tabIndex, stage.row('comment').tabIndex]).to.deep.equal([0, -1]);
  });

  it('opens with Enter', async () => {
    const stage = await onFirst();
    await press(stage, 'Enter');
    expect([location.hash, stage.element.unread]).to.deep.equal(['#nality-comment-1', 1]);
  });

  it('marks with U, and back', async () => {
    const stage = await onFirst();
    await press(stage, 'u');
    expect([stage.element.unread, stage.focus()]).to.deep.equal([1, 'comment']);
    await press(stage, 'u');
    expect(stage.element.unread).to.equal(2);
  });

  it('deletes with Delete, goes to the neighbour, and undoes with Ctrl+Z', async () => {
    const stage = await onFirst();
    await press(stage, 'Delete');
    expect([stage.ids().join(), stage.focus()]).to.deep.equal(['warning,share', 'warning']);
    await press(stage, 'End', 'Delete');
    expect(stage.focus()).to.equal('warning');
    await withModifier(stage, 'Control', 'z');
    expect(stage.ids()).to.deep.equal(['warning', 'share']);
  });

  it('stays in the inbox when the last one goes', async () => {
    const stage = await onFirst();
    await press(stage, 'Delete', 'Delete', 'Delete');
    expect(stage.ids()).to.deep.equal([]);
    expect(stage.element.shadowRoot!.activeElement === stage.$('.base')).to.be.true;
  });

  it('leaves keys with a modifier to the browser', async () => {
    const stage = await onFirst();
    await withModifier(stage, 'Alt', 'ArrowDown');
    await withModifier(stage, 'Shift', 'Tab');
    await press(stage, 'Tab');
    expect([stage.focus(), stage.element.unread]).to.deep.equal(['comment', 2]);
  });
});
