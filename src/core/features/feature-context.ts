import type { Environment, RecordStore } from '../environment.ts';
import type { Readable } from '../lib/signal.ts';
import type { ChannelSpec, TableFilter } from '../sync/channel.ts';
import type { Channels } from '../sync/channels.ts';
import type { ConflictStrategy } from '../sync/conflict.ts';
import type { Connection } from '../sync/connection.ts';
import type { Outbox } from '../sync/outbox.ts';
import type { Remote } from '../sync/remote.ts';
import type { RowCache } from '../sync/row-cache.ts';
import type { Feature } from './feature.ts';
import type { Profiles } from './profiles.ts';

/** What every feature is built from. */
export interface FeatureContext {
  readonly environment: Environment;
  /** Distinguishes this project's records from others'. */
  readonly project: string;
  readonly connection: Connection;
  readonly channels: Channels;
  readonly remote: Remote;
  readonly outbox: Outbox;
  readonly cache: RowCache;
  readonly profiles: Profiles;
  /** Opens further records of the person, apart from the others: they may fill up and fail alone. */
  openStore(name: string): Promise<RecordStore>;
  /** Says how conflicts in the rows of a scope are settled from now on; unsaid, it is the core's own way. */
  resolveConflicts(
    table: string,
    scope: string,
    strategy: ConflictStrategy,
    mergeFields?: readonly string[],
  ): void;
  /** My user id; undefined while it is not known, and when nobody is signed in. */
  readonly me: Readable<string | undefined>;
  /** How a topic that carries changes is joined: by postgres_changes or by the database's broadcasts. */
  feedOf(topic: string, tables: readonly TableFilter[]): ChannelSpec;
  /** Takes a feature of this key, shared by all who ask, until `until` aborts. */
  use<T>(feature: Feature<T>, key: string, until: AbortSignal): T;
}
