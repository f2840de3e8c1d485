-- What belongs to the database as a whole and is not copied with it: its owner, and how sessions begin.

do $$ begin
  execute format('alter database %I owner to postgres', current_database());
  execute format('alter database %I set search_path to "$user", public, extensions', current_database());
  execute format('alter database %I set timezone to ''UTC''', current_database());
end $$;
