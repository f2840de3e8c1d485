import { ts, type Plugin } from '@custom-elements-manifest/analyzer';
import { elementPlugin } from './element-plugin.ts';
import type typescript from 'typescript';
import type { EventDoc, FieldDoc } from './model.ts';

/**
 * Describes the events that an element names with `@fires` as their classes do. `HTMLElementEventMap`, where each of them
 * is declared for TypeScript, leads to them.
 */
export function eventTypes(checker: typescript.TypeChecker): Plugin {
  return elementPlugin('event-types', ({ events }) => events?.forEach((event) => describe(event, checker)));
}

function describe(event: EventDoc, checker: typescript.TypeChecker): void {
  const declared = declarationOf(event.name, checker);
  if (!declared?.type) throw new Error(`HTMLElementEventMap does not have ${event.name}.`);
  const symbol = checker.getSymbolAtLocation(
    ts.isTypeReferenceNode(declared.type) ? declared.type.typeName : declared.type,
  );
  const target = symbol && symbol.flags & ts.SymbolFlags.Alias ? checker.getAliasedSymbol(symbol) : symbol;
  event.type = { text: declared.type.getText() };
  event.description = textOf(target, checker);
  event.cancelable = /cancelable: true/.test(target?.declarations?.[0]?.getText() ?? '');
  event.fields = fieldsOf(checker.getTypeFromTypeNode(declared.type), checker);
}

function declarationOf(
  name: string,
  checker: typescript.TypeChecker,
): typescript.PropertySignature | undefined {
  const map = checker.resolveName('HTMLElementEventMap', undefined, ts.SymbolFlags.Interface, false);
  const property = map && checker.getDeclaredTypeOfSymbol(map).getProperty(name);
  return property?.declarations?.find(ts.isPropertySignature);
}

/** What it carries beyond an `Event`; of a `CustomEvent`, what is in its `detail`. */
function fieldsOf(type: typescript.Type, checker: typescript.TypeChecker, prefix = ''): FieldDoc[] {
  const detail = type.getProperty('detail');
  if (detail && !prefix) return fieldsOf(checker.getTypeOfSymbol(detail), checker, 'detail.');
  return type
    .getProperties()
    .filter(({ declarations }) => declarations?.some((one) => /\/src\//.test(one.getSourceFile().fileName)))
    .map((field) => ({
      name: prefix + field.name,
      type: { text: typeOf(field, checker) },
      description: textOf(field, checker),
    }));
}

function typeOf(field: typescript.Symbol, checker: typescript.TypeChecker): string {
  const [declaration] = field.declarations ?? [];
  const written =
    declaration && (ts.isParameter(declaration) || ts.isPropertySignature(declaration))
      ? declaration.type?.getText()
      : undefined;
  return written ?? checker.typeToString(checker.getTypeOfSymbol(field));
}

function textOf(symbol: typescript.Symbol | undefined, checker: typescript.TypeChecker): string {
  return ts.displayPartsToString(symbol?.getDocumentationComment(checker)).replace(/\s+/g, ' ');
}
