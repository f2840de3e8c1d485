import { expect } from '@open-wc/testing';
import { browserEnvironment } from '../../../src/browser/environment.ts';
import { createSignedUrls } from '../../../src/core/sync/storage/signed-urls.ts';
import { mediaObject } from '../../support/fake-media.ts';
import { fakeRemote } from '../../support/fake-remote.ts';
import { waitUntil } from '../../support/wait-until.ts';
import { album } from './album.ts';
import { forgetDrafts } from './scene.ts';

describe('a file that the browser cannot show', () => {
  beforeEach(forgetDrafts);

  it('is asked for once, on its card and in the gallery, however often it fails', async () => {
    const signed: string[] = [];
    const answer: typeof fetch = async (_url, init) => {
      const { paths } = JSON.parse(String(init?.body)) as { paths: string[] };
      signed.push(...paths);
      // Where they lead there is nothing: the server of this test answers 404.
      return Response.json(
        paths.map((path) => ({ path, signedURL: `/nothing/${path}?token=${signed.length}` })),
      );
    };
    const remote = Object.assign(fakeRemote(), {
      service: async (path: string) => ({ url: location.origin + path, headers: {} }),
    });
    const end = new AbortController();
    const environment = Object.assign(browserEnvironment(), { fetch: answer });
    const { media, card, count, all, $ } = await album();
    const urls = createSignedUrls({ bucket: 'user-media', remote, environment, until: end.signal });
    Object.assign(media.urls, { get: urls.get, failed: urls.failed, isBroken: urls.isBroken });
    urls.version.subscribe(() => media.spoil());
    media.serve('birth', mediaObject('house', { thumbnail_path: null }));

    const name = (): string => card('birth').querySelector('.tile')?.textContent?.trim() ?? '';
    await waitUntil(() => name() === 'house.jpg', 'the tile does not name it');
    all('.tile')[0]!.click();
    await waitUntil(() => count('dialog.gallery .still p') === 1, 'the gallery does not say so');
    expect($('dialog.gallery .still').textContent).to.contain('This browser cannot show it.');
    expect(signed).to.deep.equal(['owner/event/house']);
    expect($<HTMLAnchorElement>('dialog.gallery footer a').href).to.contain('/nothing/owner/event/house');
    end.abort();
  });
});
