/** The script of the strict page in `strict-page.test.ts`: a core with two timelines, and what the policy says of it. */
import { browserEnvironment } from '../../src/browser/environment.ts';
import { createNality } from '../../src/core/nality.ts';
import { presenceFeature } from '../../src/core/features/presence.ts';
import { timelineFeature } from '../../src/core/features/timeline.ts';

/** What the page around and the strict page tell each other. */
export interface StrictPage {
  readonly url: string;
  readonly key: string;
  readonly accessToken: string;
  readonly owner: string;
  readonly violations: string[];
  sockets: number;
  phase: string;
}

const page = (window.parent as unknown as { strictPage: StrictPage }).strictPage;

document.addEventListener('securitypolicyviolation', ({ violatedDirective, blockedURI }) =>
  page.violations.push(`${violatedDirective} ${blockedURI}`),
);
window.WebSocket = class extends WebSocket {
  constructor(url: string | URL, protocols?: string | string[]) {
    super(url, protocols);
    page.sockets += 1;
  }
};

const core = createNality({
  url: page.url,
  key: page.key,
  accessToken: async () => page.accessToken,
  environment: browserEnvironment(),
});
const end = new AbortController();
const timeline = core.use(timelineFeature, page.owner, end.signal);
core.use(presenceFeature, page.owner, end.signal);
const tell = (): void => void (page.phase = timeline.phase.get().name);
timeline.phase.subscribe(tell);
tell();
window.addEventListener('pagehide', () => void core.close());
