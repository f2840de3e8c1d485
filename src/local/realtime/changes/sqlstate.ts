/** Names of conditions as PostgreSQL's manual gives them (Appendix A), for those that a subscription can meet. */
const CONDITIONS: Record<string, string> = {
  '22001': 'string_data_right_truncation',
  '22003': 'numeric_value_out_of_range',
  '22007': 'invalid_datetime_format',
  '22008': 'datetime_field_overflow',
  '22023': 'invalid_parameter_value',
  '22025': 'invalid_escape_sequence',
  '2201B': 'invalid_regular_expression',
  '22P02': 'invalid_text_representation',
  '22P03': 'invalid_binary_representation',
  '2202E': 'array_subscript_error',
  '42501': 'insufficient_privilege',
  '42703': 'undefined_column',
  '42704': 'undefined_object',
  '42804': 'datatype_mismatch',
  '42846': 'cannot_coerce',
  '42883': 'undefined_function',
  '42P01': 'undefined_table',
  P0001: 'raise_exception',
};

/** An error of the database as the real server quotes it; undefined when it did not come from the database. */
export function quoteError(error: unknown): string | undefined {
  if (!(error instanceof Error) || !('code' in error) || typeof error.code !== 'string') return undefined;
  const name = CONDITIONS[error.code];
  return `ERROR ${error.code}${name ? ` (${name})` : ''} ${error.message}`;
}
