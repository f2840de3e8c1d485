/** The local backend in memory, with the project in the folder given, or with the package's own. */
import { startBackend } from '../../src/local/backend.ts';
import { endWithParent, reportToParent, tellParent } from './parent.ts';

endWithParent();

const PLENTY = 1_000_000;
const LIMITS = { connections: 1000, joinsPerSecond: PLENTY, eventsPerSecond: PLENTY };

const backend = await startBackend({
  project: process.argv[2],
  realtime: { limits: LIMITS },
  log: (line) => tellParent({ trouble: line }),
});
reportToParent(backend.url);
