import { BindingError } from './binding-error.ts';
import { OPERATORS, type Filter, type Operator } from './filter.ts';
import { inspect } from './inspect.ts';

/**
 * Reads `col=op.value[,col=op.value…]`; the conditions belong together with AND. Commas inside double
 * quotes or parentheses do not separate. Throws a BindingError with the server's words.
 */
export function parseFilters(text: string): Filter[] {
  if (text.trim() === '') return [];
  const segments = splitSegments(text);
  if (segments.some((segment) => segment.trim() === '')) {
    throw parseError('filter must not contain empty segments (check for extra commas)');
  }
  return segments.map(parseFilter);
}

function parseFilter(segment: string): Filter {
  const [column = '', rest] = splitOnce(segment.trim(), '=');
  if (rest === undefined) throw parseError(inspect([segment]));
  const [first = '', tail] = splitOnce(rest, '.');
  if (tail === undefined) throw parseError(inspect([rest]));
  if (first !== 'not') return filter(column, first, tail, false);
  const [operator = '', value] = splitOnce(tail, '.');
  if (value === undefined) throw parseError(inspect([tail]));
  return filter(column, operator, value, true);
}

function filter(column: string, operator: string, value: string, negated: boolean): Filter {
  if (!isOperator(operator)) throw parseError(inspect([operator, value]));
  return { column, operator, value: operator === 'in' ? arrayText(value) : unquoted(value), negated };
}

function isOperator(text: string): text is Operator {
  return (OPERATORS as readonly string[]).includes(text);
}

function arrayText(value: string): string {
  if (!/^\(.*\)$/s.test(value)) throw parseError('`in` filter value must be wrapped by parentheses');
  return `{${value.slice(1, -1)}}`;
}

function unquoted(value: string): string {
  if (value.length < 2 || !value.startsWith('"') || !value.endsWith('"')) return value;
  return value.slice(1, -1).replace(/\\(.)/gs, '$1');
}

/** A quote opens only where a value may begin: after `.`, `(` or `,`. */
function splitSegments(text: string): string[] {
  const segments: string[] = [];
  let segment = '';
  let depth = 0;
  let quoted = false;
  for (let index = 0; index < text.length; index += 1) {
    const char = text[index] as string;
    if (quoted && char === '\\') {
      segment += char + (text[(index += 1)] ?? '');
      continue;
    }
    if (char === '"' && (quoted || '.(,'.includes(text[index - 1] ?? ' '))) quoted = !quoted;
    else if (!quoted && char === '(') depth += 1;
    else if (!quoted && char === ')') depth = Math.max(0, depth - 1);
    if (char === ',' && !quoted && depth === 0) {
      segments.push(segment);
      segment = '';
    } else segment += char;
  }
  return [...segments, segment];
}

function splitOnce(text: string, separator: string): [string, string | undefined] {
  const at = text.indexOf(separator);
  return at < 0 ? [text, undefined] : [text.slice(0, at), text.slice(at + 1)];
}

function parseError(text: string): BindingError {
  return new BindingError(`Error parsing \`filter\` params: ${text}`);
}
