import type { Sql } from '../../database/database.ts';

/** Writes down a way in which the user is known; what the service says of it outweighs the metadata. */
export async function addIdentity(
  sql: Sql,
  userId: string,
  provider: string,
  claims: Record<string, unknown>,
  metadata: Record<string, unknown> = {},
): Promise<void> {
  const data = { ...metadata, sub: userId, email_verified: false, phone_verified: false, ...claims };
  await sql.query(
    `insert into auth.identities (provider, provider_id, user_id, identity_data, last_sign_in_at, created_at, updated_at)
     values ($1, $2::text, $2::uuid, $3::jsonb, now(), now(), now())`,
    [provider, userId, JSON.stringify(data)],
  );
}

/** Changes what the identity says, or adds it where the user has none of that provider. */
export async function setIdentity(
  sql: Sql,
  userId: string,
  provider: string,
  changes: Record<string, unknown>,
): Promise<void> {
  const { rows } = await sql.query(
    `update auth.identities set identity_data = identity_data || $3::jsonb, updated_at = now()
     where user_id = $1::uuid and provider = $2 returning id`,
    [userId, provider, JSON.stringify(changes)],
  );
  if (rows.length === 0) await addIdentity(sql, userId, provider, changes);
}

/** Marks the address of the user's identity as theirs. */
export async function verifyIdentityEmail(sql: Sql, userId: string): Promise<void> {
  await sql.query(
    `update auth.identities i set identity_data = identity_data || '{"email_verified": true}', updated_at = now()
     from auth.users u where u.id = $1::uuid and i.user_id = u.id and i.email = u.email`,
    [userId],
  );
}

/** Lets app_metadata name the providers that the user has. */
export async function noteProviders(sql: Sql, userId: string): Promise<void> {
  await sql.query(
    `update auth.users u set raw_app_meta_data = coalesce(raw_app_meta_data, '{}') || (
       select jsonb_build_object('providers', coalesce(jsonb_agg(provider order by created_at, id), '[]'))
         || case when count(*) = 0 then '{}' else jsonb_build_object('provider', min(provider)) end
       from auth.identities where user_id = u.id)
     where u.id = $1::uuid`,
    [userId],
  );
}
