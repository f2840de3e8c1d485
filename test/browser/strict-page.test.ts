import { expect } from '@open-wc/testing';
import { createPerson, pageBackend } from '../support/page-backend.ts';
import { waitUntil } from '../support/wait-until.ts';
import type { StrictPage } from './strict-page.ts';

/**
 * A strict host: no workers, no inline code, no types of strings that are not trusted; only its own scripts, by their
 * origin, for Firefox knows no `'self'` in a `srcdoc`.
 */
const POLICY = [
  "default-src 'none'",
  `script-src ${location.origin}`,
  "worker-src 'none'",
  'connect-src http://127.0.0.1:* ws://127.0.0.1:*',
  "require-trusted-types-for 'script'",
].join('; ');

describe('P19: the core on a page with a strict policy', () => {
  it('is live, without a violation of the policy and on one socket', async () => {
    const { url, key } = await pageBackend();
    const { id, accessToken } = await createPerson('Marie');
    const strict: StrictPage = { url, key, accessToken, owner: id, violations: [], sockets: 0, phase: '' };
    Object.assign(window, { strictPage: strict });
    const frame = document.createElement('iframe');
    frame.srcdoc = `<meta http-equiv="Content-Security-Policy" content="${POLICY}">
      <script type="module" src="/test/browser/strict-page.ts"></script>`;
    document.body.append(frame);
    try {
      await waitUntil(() => strict.phase === 'live', 'the timeline is live');
      expect(strict.violations).to.deep.equal([]);
      expect(strict.sockets).to.equal(1);
    } finally {
      frame.remove();
    }
  });
});
