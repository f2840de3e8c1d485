/** How a site sets up its push messages: `self.nalityPush = {…}` in its service worker. */
export interface PushWorkerSettings {
  /** Stands for a message that cannot be read. Default: `New notification`. */
  readonly title?: string;
  /** The language of notifications, such as `de`. Default: the browser's. English where there are no words for it. */
  readonly lang?: string;
  /** Picture of every notification, of the site's own origin or over https; as `badge`. */
  readonly icon?: string;
  /** Small single-coloured picture for the status bar of Android. */
  readonly badge?: string;
  /** Where a click leads to whose message says nothing that may be opened: a path of the site. Default: `/`. */
  readonly home?: string;
  /** Origins other than the site's own that a click may open, e.g. `https://photos.example`. */
  readonly origins?: readonly string[];
}
