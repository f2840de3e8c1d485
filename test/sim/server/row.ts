/** An event of a life as the table holds it; values by the names of their columns. */
export interface Row {
  readonly id: string;
  /** Whose timeline it is on: the scope. */
  readonly user_id: string;
  readonly rev: number;
  /** An xid8, which travels as text. */
  readonly changed_xid: string;
  readonly deleted_at: string | null;
  readonly [column: string]: unknown;
}

/** What a person may write when a row is made, and what afterwards. */
export const EDITABLE: ReadonlySet<string> = new Set([
  'title',
  'description',
  'start_date',
  'end_date',
  'date_precision',
  'is_ongoing',
  'category',
  'location',
  'importance',
  'tags',
  'metadata',
]);

/** What a column holds where nothing was given, and in a tombstone. */
export const BLANK: Readonly<Record<string, unknown>> = {
  title: '',
  description: null,
  start_date: null,
  end_date: null,
  date_precision: 'day',
  is_ongoing: false,
  category: 'other',
  location: null,
  importance: 5,
  tags: [],
  metadata: {},
};
