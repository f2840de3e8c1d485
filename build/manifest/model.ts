/** A custom-elements manifest (schema 1.0.0), as far as we write one. */
export interface Manifest {
  readonly schemaVersion: string;
  modules: ModuleDoc[];
}

/** A module of the package. */
export interface ModuleDoc {
  path: string;
  declarations: ElementDoc[];
  exports: ExportDoc[];
}

/** What a module gives, or the tag that it registers. */
export interface ExportDoc {
  readonly kind: 'js' | 'custom-element-definition';
  readonly name: string;
  readonly declaration: Reference;
}

interface Reference {
  readonly name: string;
  module?: string;
}

/** The class of an element. */
export interface ElementDoc extends Described {
  readonly summary: string;
  readonly tagName: string;
  /** Beyond the schema: how it is written on a page. */
  example?: string;
  members: MemberDoc[];
  attributes: AttributeDoc[];
  readonly events?: EventDoc[];
  readonly slots?: Described[];
  readonly cssParts?: Described[];
  cssProperties?: CssPropertyDoc[];
}

/** Whatever has a name and words about it. */
export interface Described {
  readonly name: string;
  description?: string;
}

/** A property or a method. */
export interface MemberDoc extends Described {
  readonly kind: 'field' | 'method';
  readonly privacy?: 'private' | 'protected';
  readonly static?: boolean;
  /** Set by the element alone. */
  readonly readonly?: boolean;
  readonly attribute?: string;
  type?: TypeDoc;
  default?: string;
}

/** An attribute; `fieldName` is the property that it sets. */
export interface AttributeDoc extends Described {
  readonly fieldName?: string;
  type?: TypeDoc;
  default?: string;
}

/** An event, and, beyond the schema, whether it can be cancelled and what it carries. */
export interface EventDoc extends Described {
  type?: TypeDoc;
  cancelable?: boolean;
  fields?: FieldDoc[];
}

/** Something that an event carries. */
export interface FieldDoc extends Described {
  readonly type: TypeDoc;
}

/** A custom property of CSS. */
export interface CssPropertyDoc extends Described {
  readonly default?: string;
}

/** A type in TypeScript's words. */
export interface TypeDoc {
  readonly text: string;
}

/** The elements of a manifest, in its order. */
export function elementsOf({ modules }: Manifest): readonly ElementDoc[] {
  return modules.flatMap(({ declarations }) => declarations);
}
