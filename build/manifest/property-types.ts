import { ts, type Plugin } from '@custom-elements-manifest/analyzer';
import { elementPlugin } from './element-plugin.ts';
import type typescript from 'typescript';
import type { MemberDoc } from './model.ts';

/** Writes names of types and constants out: the reader of a page cannot look them up. */
export function propertyTypes(checker: typescript.TypeChecker): Plugin {
  return elementPlugin('property-types', ({ members, attributes }, node) => {
    for (const property of node.members.filter(ts.isPropertyDeclaration)) {
      const name = property.name.getText();
      const field = members.find((member) => member.name === name);
      if (!field || field.privacy) continue;
      describe(field, property, checker);
      const attribute = attributes.find(({ fieldName }) => fieldName === name);
      if (!attribute) continue;
      attribute.type = { text: writable(field.type?.text ?? 'string') };
      if (field.default) attribute.default = field.default;
    }
  });
}

function describe(
  field: MemberDoc,
  property: typescript.PropertyDeclaration,
  checker: typescript.TypeChecker,
): void {
  const { initializer } = property;
  const initial = initializer && checker.typeToString(checker.getTypeAtLocation(initializer));
  if (initial) field.default = initial.replaceAll('"', "'");
  const type = checker.getTypeAtLocation(property);
  // What is written, unless it points elsewhere: `NalityOptions['client']`.
  const written = property.type && !ts.isIndexedAccessTypeNode(property.type) && property.type.getText();
  field.type = { text: choices(type, field.default) ?? (written || checker.typeToString(type)) };
}

/** A closed set of words, the default first; `undefined` for any other type. */
function choices(type: typescript.Type, initial: string | undefined): string | undefined {
  const members = type.isUnion() ? type.types.filter((one) => one.flags !== ts.TypeFlags.Undefined) : [];
  if (members.length === 0 || !members.every((one) => one.isStringLiteral())) return undefined;
  const words = members.map((one) => `'${(one as typescript.StringLiteralType).value}'`);
  return [...new Set([initial ?? '', ...words.sort()])].filter(Boolean).join(' | ');
}

/** What of a type can stand in an attribute. */
function writable(type: string): string {
  return type
    .split(' | ')
    .filter((one) => /^('.*'|string|number|boolean)$/.test(one))
    .join(' | ');
}
