/** What a page loads that talks to Supabase without us. */
export { createClient } from '@supabase/supabase-js';
