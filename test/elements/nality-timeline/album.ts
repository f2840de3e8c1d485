import type { Signal } from '../../../src/core/lib/signal.ts';
import { offerMedia, type FakeMedia } from '../../support/fake-media.ts';
import { waitUntil } from '../../support/wait-until.ts';
import { scene, type Scene, type SceneOptions } from './scene.ts';

export interface Album extends Scene {
  media: FakeMedia;
  counts: Signal<ReadonlyMap<string, number>>;
}

/** A timeline whose media are there. */
export async function album(
  options: SceneOptions = {},
  staged?: Parameters<typeof offerMedia>[1],
): Promise<Album> {
  let offered: ReturnType<typeof offerMedia> | undefined;
  const made = await scene({
    ...options,
    prepare(timeline, core) {
      offered = offerMedia(core, staged);
      options.prepare?.(timeline, core);
    },
  });
  const { media, counts } = offered!;
  counts.set(new Map([['birth', 2]]));
  await waitUntil(() => made.count('.comment-count') === 1, 'what stands beside the events is not loaded');
  return { ...made, media, counts };
}
