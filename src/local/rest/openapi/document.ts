import type { Relation, Routine } from '../schema/introspection.ts';
import type { SchemaCache } from '../schema/schema-cache.ts';
import { describeRelation, describeType } from './definitions.ts';
import { describeParameters, referTo } from './parameters.ts';

/** The release of PostgREST whose API this is. */
const VERSION = '13.0.5';

export interface DescribedApi {
  cache: SchemaCache;
  relations: Relation[];
  routines: Routine[];
  /** Where the description has been asked for. */
  url: string;
}

const JSON_TYPES = [
  'application/json',
  'application/vnd.pgrst.object+json;nulls=stripped',
  'application/vnd.pgrst.object+json',
];

/** The description of a schema's tables, views and functions in OpenAPI 2.0. */
export function describeApi({ cache, relations, routines, url }: DescribedApi): object {
  const { host, protocol } = new URL(url);
  const types = [...JSON_TYPES, 'text/csv'];
  const [title, ...description] = (cache.schemaDescription ?? 'standard public schema').split('\n');
  return {
    swagger: '2.0',
    info: { description: description.join('\n').trim(), title, version: VERSION },
    host,
    basePath: '/rest/v1/',
    schemes: [protocol.slice(0, -1)],
    consumes: types,
    produces: types,
    paths: {
      '/': { get: ROOT },
      ...Object.fromEntries(relations.map((relation) => [`/${relation.name}`, relationPath(relation)])),
      ...Object.fromEntries(routines.map((routine) => [`/rpc/${routine.name}`, routinePath(routine)])),
    },
    definitions: Object.fromEntries(
      relations.map((relation) => [
        relation.name,
        describeRelation(relation, cache.relationshipsOf(relation)),
      ]),
    ),
    parameters: describeParameters(relations),
    externalDocs: { description: 'PostgREST Documentation', url: 'https://postgrest.org/en/v13/api.html' },
  };
}

const ROOT = {
  tags: ['Introspection'],
  summary: 'OpenAPI description (this document)',
  produces: ['application/openapi+json', 'application/json'],
  responses: { 200: { description: 'OK' } },
};

function relationPath({ name, columns, description, writable }: Relation): object {
  const about = { tags: [name], ...summaryOf(description) };
  const filters = columns.map((column) => `rowFilter.${name}.${column.name}`);
  const operation = (parameters: string[], responses: object) => ({
    ...about,
    parameters: parameters.map(referTo),
    responses,
  });
  const items = { $ref: `#/definitions/${name}` };
  const get = operation(
    [...filters, 'select', 'order', 'range', 'rangeUnit', 'offset', 'limit', 'preferCount'],
    {
      200: { description: 'OK', schema: { items, type: 'array' } },
      206: { description: 'Partial Content' },
    },
  );
  if (!writable) return { get };
  const none = { 204: { description: 'No Content' } };
  return {
    get,
    post: operation([`body.${name}`, 'select', 'preferPost'], { 201: { description: 'Created' } }),
    delete: operation([...filters, 'preferReturn'], none),
    patch: operation([...filters, `body.${name}`, 'preferReturn'], none),
  };
}

function routinePath(routine: Routine): object {
  const { name, description, volatility } = routine;
  const about = {
    tags: [`(rpc) ${name}`],
    ...summaryOf(description),
    produces: JSON_TYPES,
    responses: { 200: { description: 'OK' } },
  };
  const post = { ...about, parameters: [bodyOf(routine), referTo('preferParams')] };
  return volatility === 'v' ? { post } : { get: { ...about, parameters: queryOf(routine) }, post };
}

function queryOf({ arguments: args }: Routine): object[] {
  return args.map(({ name, shown, required }) => {
    const { type } = describeType(shown);
    const simple = type === undefined || type === 'array' ? 'string' : type;
    return { format: shown, in: 'query', name, required, type: simple };
  });
}

function bodyOf({ arguments: args, description }: Routine): object {
  const required = args.filter((one) => one.required).map(({ name }) => name);
  const properties = Object.fromEntries(
    args.map(({ name, shown }) => [name, { format: shown, ...describeType(shown) }]),
  );
  const schema = {
    ...(description ? { description } : {}),
    ...(required.length > 0 ? { required } : {}),
    properties,
    type: 'object',
  };
  return { in: 'body', name: 'args', required: true, schema };
}

/** The first line of a comment is the summary, the rest says more. */
function summaryOf(comment: string | null): { summary?: string; description?: string } {
  if (comment === null) return {};
  const [summary, ...rest] = comment.split('\n');
  const description = rest.join('\n').replace(/^\n+/, '');
  return { summary, ...(description ? { description } : {}) };
}
