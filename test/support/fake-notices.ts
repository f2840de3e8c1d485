import type { BrowserNotice, BrowserNotices, NoticePermission } from '../../src/core/environment.ts';

/** The notifications of a browser: a test answers for the person, and sees and clicks what is shown. */
export interface FakeNotices extends BrowserNotices {
  allowed: NoticePermission;
  /** What the person will answer. */
  answer: NoticePermission;
  /** By tag, as the system keeps them. */
  readonly shown: Map<string, BrowserNotice & { click(): void }>;
  /** How often one was shown. */
  times: number;
  /** Whether pages may show none, as on Android. */
  refuses: boolean;
}

export function fakeNotices(): FakeNotices {
  const notices: FakeNotices = {
    allowed: 'default',
    answer: 'granted',
    shown: new Map(),
    times: 0,
    refuses: false,
    permission: () => notices.allowed,
    ask: async () => (notices.allowed = notices.answer),
    show(notice, click) {
      if (notices.refuses) return false;
      notices.times += 1;
      notices.shown.set(notice.tag, { ...notice, click });
      return true;
    },
  };
  return notices;
}
