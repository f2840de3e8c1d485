/** What `introspect.sql` answers. */
export interface Introspection {
  relations: (Omit<Relation, 'primaryKey'> & { oid: number })[];
  primaryKeys: { table: number; numbers: number[] }[];
  foreignKeys: ForeignKey[];
  views: ViewSource[];
  routines: Routine[];
  schemaDescription: string | null;
}

export interface Named {
  schema: string;
  name: string;
}

export interface Column {
  name: string;
  /** Its place among the relation's columns, as the catalog counts. */
  number: number;
  /** As SQL writes it. */
  type: string;
  /** The type without length; of a domain, the one beneath it. */
  base: string;
  nullable: boolean;
  maxLength: number | null;
  description: string | null;
  enum: string[] | null;
  /** The expression that fills it when nothing is given. */
  default: string | null;
}

export interface Relation extends Named {
  columns: Column[];
  primaryKey: string[];
  description: string | null;
  isView: boolean;
  writable: boolean;
}

export interface ForeignKey {
  name: string;
  table: Named & { oid: number };
  columns: string[];
  numbers: number[];
  target: Named & { oid: number };
  targetColumns: string[];
  targetNumbers: number[];
  /** At most one row of `table` has a given target. */
  unique: boolean;
}

export interface ViewSource extends Named {
  oid: number;
  /** The query of the view, as the catalog keeps it. */
  tree: string;
  /** Names by number. */
  columns: Record<string, string>;
}

export interface Argument {
  /** Empty for a parameter without a name. */
  name: string;
  /** As SQL writes it, without a length. */
  type: string;
  /** As messages write it. */
  shown: string;
  required: boolean;
}

export interface Routine extends Named {
  volatility: 'i' | 's' | 'v';
  set: boolean;
  variadic: boolean;
  arguments: Argument[];
  returns: string;
  /** The table or view whose rows it returns. */
  relation: Named | null;
  /** Returns rows, not single values. */
  composite: boolean;
  /** `name=value`, as `alter function … set` made them. */
  settings: string[] | null;
  description: string | null;
  /** The table or view whose row is its only argument. */
  of: Named | null;
  /** Returns at most one row. */
  single: boolean;
}
