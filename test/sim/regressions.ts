import type { Schedule } from './schedule.ts';

/** Schedules that have failed once, as small as they could be made. They run every time. */
export const REGRESSIONS: readonly { readonly what: string; readonly schedule: Schedule }[] = [];
