import { createClient } from '@supabase/supabase-js';

const { VITE_SUPABASE_URL: url, VITE_SUPABASE_KEY: key } = import.meta.env;

/**
 * The app's one client. Made here, not while rendering: strict mode renders twice. Its socket is the app's, too; after the
 * last widget it stays open for 50 seconds unless one says otherwise.
 */
export const supabase = createClient(url, key, { realtime: { disconnectOnEmptyChannelsAfterMs: 1_000 } });
