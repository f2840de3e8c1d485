import { expect } from '@open-wc/testing';
import { browserNotices } from '../../src/browser/notices.ts';

/** What a page finds in the place of the browser's own, which asks a person and shows something outside of the page. */
class FakeNotification {
  static permission: NotificationPermission = 'default';
  static made: FakeNotification[] = [];
  static fails = false;
  onclick: (() => void) | undefined;
  closed = false;

  constructor(
    readonly title: string,
    readonly options: NotificationOptions,
  ) {
    if (FakeNotification.fails) throw new TypeError('Illegal constructor.');
    FakeNotification.made.push(this);
  }

  static async requestPermission(): Promise<NotificationPermission> {
    if (FakeNotification.fails) throw new TypeError('Not now.');
    return (FakeNotification.permission = 'granted');
  }

  close(): void {
    this.closed = true;
  }
}

describe('the notifications of the browser', () => {
  const own = window.Notification;
  beforeEach(() => {
    Object.assign(FakeNotification, { permission: 'default', made: [], fails: false });
    Object.defineProperty(window, 'Notification', { value: FakeNotification, configurable: true });
  });
  after(() =>
    Object.defineProperty(window, 'Notification', { value: own, configurable: true, writable: true }),
  );

  const show = (onClick = (): void => undefined): boolean =>
    browserNotices.show({ tag: 'id', title: 'Radium', body: 'Bravo' }, onClick);

  it('are shown as text, under a tag', () => {
    expect(show()).to.equal(true);
    const [made] = FakeNotification.made;
    expect([made!.title, made!.options]).to.deep.equal(['Radium', { body: 'Bravo', tag: 'id' }]);
  });

  it('are closed by a click, which brings the page to light and is told', () => {
    const { focus } = window;
    const calls: string[] = [];
    window.focus = () => void calls.push('focus');
    show(() => void calls.push('click'));
    FakeNotification.made[0]!.onclick!();
    window.focus = focus;
    expect([calls.join(), FakeNotification.made[0]!.closed]).to.deep.equal(['focus,click', true]);
  });

  it('are allowed by the person, and what fails says how it stands', async () => {
    expect(browserNotices.permission()).to.equal('default');
    FakeNotification.fails = true;
    expect(await browserNotices.ask()).to.equal('default');
    FakeNotification.fails = false;
    expect(await browserNotices.ask()).to.equal('granted');
  });

  it('are none where the browser has none for pages', () => {
    FakeNotification.fails = true;
    expect(show()).to.equal(false);
    Reflect.deleteProperty(window, 'Notification');
    expect(browserNotices.permission()).to.equal('unsupported');
  });
});
