-- A family always has an owner: when the last one goes, whoever has been in it longest takes their place.

create function nality.keep_an_owner(family uuid, instead_of uuid default null) returns void
language plpgsql security definer set search_path = ''
as $$
begin
  -- Owners who go at the same time wait for each other here. It is not found when the family itself goes.
  perform from public.families where id = family for no key update;
  if found and not exists (select from public.family_members where family_id = family and role = 'owner') then
    update public.family_members set role = 'owner'
    where family_id = family and user_id = (
      select user_id from public.family_members where family_id = family
      order by user_id is not distinct from instead_of, created_at, user_id limit 1);
  end if;
end
$$;

create function nality.replace_owner() returns trigger
language plpgsql security definer set search_path = ''
as $$
begin
  perform nality.keep_an_owner(old.family_id, old.user_id);
  return null;
end
$$;

create trigger replace_owner_after_delete after delete on public.family_members
  for each row when (old.role = 'owner') execute function nality.replace_owner();
create trigger replace_owner_after_update after update of role on public.family_members
  for each row when (old.role = 'owner' and new.role <> 'owner') execute function nality.replace_owner();

revoke execute on all functions in schema nality from public;

select nality.keep_an_owner(id) from public.families;
