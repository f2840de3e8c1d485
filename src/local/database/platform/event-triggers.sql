-- What hosted projects do on every change of the schema.

-- The REST service learns of it and looks again.
create function extensions.pgrst_ddl_watch() returns event_trigger language plpgsql as $$
begin
  notify pgrst, 'reload schema';
end
$$;
create event trigger pgrst_ddl_watch on ddl_command_end execute function extensions.pgrst_ddl_watch();
create event trigger pgrst_drop_watch on sql_drop execute function extensions.pgrst_ddl_watch();

-- Tables of the platform take policies and triggers from migrations, nothing else. Postgres is a member of
-- their owners here, for the policies' sake alone, so that more has to be refused.
create function extensions.guard_platform_tables() returns event_trigger language plpgsql as $$
declare
  command record;
begin
  if (select rolsuper from pg_roles where rolname = current_user) or current_user like 'supabase%admin' then
    return;
  end if;
  for command in select * from pg_event_trigger_ddl_commands() loop
    if command.schema_name in ('auth', 'storage', 'realtime')
      and command.command_tag in ('ALTER TABLE', 'CREATE TABLE', 'CREATE INDEX', 'CREATE FUNCTION', 'ALTER FUNCTION') then
      raise exception 'must be owner of table %', split_part(command.object_identity, '.', 2)
        using errcode = 'insufficient_privilege';
    end if;
  end loop;
end
$$;
create event trigger guard_platform_tables on ddl_command_end execute function extensions.guard_platform_tables();
