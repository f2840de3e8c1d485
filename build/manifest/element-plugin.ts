import { ts, type Plugin } from '@custom-elements-manifest/analyzer';
import type typescript from 'typescript';
import type { ElementDoc } from './model.ts';

/** A plugin that adds to what the analyzer says of each element, from the class's node and its module's path. */
export function elementPlugin(
  name: string,
  add: (element: ElementDoc, node: typescript.ClassDeclaration, path: string) => void,
): Plugin {
  return {
    name: `nality:${name}`,
    analyzePhase({ node, moduleDoc }) {
      if (!ts.isClassDeclaration(node)) return;
      const element = moduleDoc.declarations.find((one) => one.name === node.name?.text);
      if (element) add(element, node, moduleDoc.path);
    },
  };
}
