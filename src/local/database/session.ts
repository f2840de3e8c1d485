/**
 * The settings with which a session begins on the platform, and with which every use of one ends. Its user has to be
 * named once, or `set local session authorization` would not end with its transaction in PGlite; naming it resets
 * the role, too. As few statements as can be: each costs an embedded database a quarter of a millisecond.
 */
export const SESSION_DEFAULTS = `
  reset all;
  select set_config('search_path', '"$user", public, extensions', false), set_config('timezone', 'UTC', false),
    set_config('session_authorization',
      coalesce((select rolname from pg_roles where rolname = 'supabase_admin'), session_user), false);
`;
