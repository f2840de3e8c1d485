import { ts, type Plugin } from '@custom-elements-manifest/analyzer';
import { elementPlugin } from './element-plugin.ts';

/** Says which class has which tag: the analyzer knows `customElements.define`, and we call it through `defineElement`. */
export function definitions(): Plugin {
  return {
    name: 'nality:definitions',
    analyzePhase({ node, moduleDoc }) {
      if (!ts.isCallExpression(node) || node.expression.getText() !== 'defineElement') return;
      const [tag, element] = node.arguments;
      if (!tag || !ts.isStringLiteral(tag) || !element) return;
      const name = element.getText();
      moduleDoc.exports.push({
        kind: 'custom-element-definition',
        name: tag.text,
        declaration: { name, module: moduleDoc.path.replace('define.ts', `${tag.text}.ts`) },
      });
    },
  };
}

/** Takes along how an element is written on a page: the `@example` of its docstring. */
export function examples(): Plugin {
  return elementPlugin('examples', (element, node) => {
    const tag = ts.getJSDocTags(node).find(({ tagName }) => tagName.text === 'example');
    element.example = ts.getTextOfJSDocComment(tag?.comment);
  });
}

/** Leaves out what is nobody else's business, and names modules as they are in the package. */
export function publicOnly(): Plugin {
  return {
    name: 'nality:public-only',
    packageLinkPhase({ customElementsManifest }) {
      for (const module of customElementsManifest.modules) {
        module.declarations = module.declarations.filter(({ tagName }) => tagName);
        for (const element of module.declarations)
          element.members = element.members.filter((member) => !member.privacy && !member.static);
        module.path = inPackage(module.path);
        // Types that a module passes on are nothing that a page could import.
        module.exports = module.exports.filter(
          ({ kind, name }) => kind !== 'js' || module.declarations.some((one) => one.name === name),
        );
        for (const { declaration } of module.exports)
          if (declaration.module) declaration.module = inPackage(declaration.module);
      }
    },
  };
}

function inPackage(source: string): string {
  return source.replace(/^src\/(.*)\.ts$/, 'dist/esm/$1.js');
}
