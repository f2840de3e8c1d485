import type { Database } from '../database/database.ts';
import { json } from '../gateway/json.ts';
import { createUser, deleteUser, findUser, listUsers, updateUser } from './users.ts';
import type { UserAttributes } from './users.ts';
import { AuthError, userNotFound } from './errors.ts';

const DEFAULT_PAGE = 50;
const LARGEST_PAGE = 1000;

/** `/admin/users`: people as an administrator creates, finds, changes and removes them. */
export async function handleAdmin(request: Request, path: string, database: Database): Promise<Response> {
  const [, id] = /^\/admin\/users(?:\/([^/]+))?\/?$/.exec(path) ?? [];
  if (!path.startsWith('/admin/users'))
    throw new AuthError(404, 'not_found', 'This endpoint is not available');
  if (id !== undefined && !/^[0-9a-f-]{36}$/i.test(id)) throw userNotFound();
  switch (`${request.method} ${id === undefined ? 'all' : 'one'}`) {
    case 'GET all':
      return list(new URL(request.url), database);
    case 'POST all':
      return json(
        200,
        await database.transaction(async (sql) => createUser(sql, await attributesOf(request))),
      );
    case 'GET one':
      return json(200, await findUser(database, id ?? ''));
    case 'PUT one':
      return json(
        200,
        await database.transaction(async (sql) => updateUser(sql, id ?? '', await attributesOf(request))),
      );
    case 'DELETE one':
      return remove(request, id ?? '', database);
    default:
      throw new AuthError(405, 'method_not_allowed', 'Method not allowed');
  }
}

async function list(url: URL, database: Database): Promise<Response> {
  const page = Math.max(1, Number(url.searchParams.get('page')) || 1);
  const perPage = Math.min(LARGEST_PAGE, Number(url.searchParams.get('per_page')) || DEFAULT_PAGE);
  const { users, total } = await listUsers(database, page, perPage);
  const last = Math.max(1, Math.ceil(total / perPage));
  const link = (to: number, rel: string) => `<${url.pathname}?page=${to}&per_page=${perPage}>; rel="${rel}"`;
  const links = [...(page < last ? [link(page + 1, 'next')] : []), link(last, 'last')].join(', ');
  return json(200, { users, aud: 'authenticated' }, { 'x-total-count': String(total), link: links });
}

async function remove(request: Request, id: string, database: Database): Promise<Response> {
  const { should_soft_delete: soft } = (await attributesOf(request)) as { should_soft_delete?: boolean };
  await database.transaction((sql) => deleteUser(sql, id, soft === true));
  return json(200, {});
}

async function attributesOf(request: Request): Promise<UserAttributes> {
  const text = await request.text();
  try {
    return text === '' ? {} : (JSON.parse(text) as UserAttributes);
  } catch {
    throw new AuthError(400, 'bad_json', 'Could not read request body as JSON');
  }
}
