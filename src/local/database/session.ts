/**
 * The settings with which a session begins on the platform. Its user has to be named once, or
 * `set local session authorization` would not end with its transaction in PGlite.
 */
export const SESSION_DEFAULTS = `
  reset all;
  set search_path to "$user", public, extensions;
  set timezone to 'UTC';
  select set_config('session_authorization', rolname, false) from pg_roles where rolname = 'supabase_admin';
`;
