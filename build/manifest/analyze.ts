import { create, ts } from '@custom-elements-manifest/analyzer';
import { litPlugin } from '@custom-elements-manifest/analyzer/src/features/framework-plugins/lit/lit.js';
import { join } from 'node:path';
import type typescript from 'typescript';
import { ELEMENTS, root } from '../configs.ts';
import type { Manifest } from './model.ts';
import { definitions, examples, publicOnly } from './plugins.ts';
import { eventTypes } from './event-types.ts';
import { propertyTypes } from './property-types.ts';
import { tokensRead } from './tokens.ts';

/**
 * Reads the elements from the source: what the analyzer sees and their docstrings say, types and payloads as the compiler
 * knows them, and the tokens that their styles read.
 */
export function analyzeElements(): Manifest {
  const files = ELEMENTS.flatMap((name) => [
    `src/elements/nality-${name}/nality-${name}.ts`,
    `src/elements/nality-${name}/define.ts`,
  ]);
  const program = createProgram(files);
  const checker = program.getTypeChecker();
  // The path that a source file was made with is the module's path in the manifest.
  const modules = files.map((file) => Object.assign(sourceOf(program, file), { fileName: file }));
  const plugins = [
    ...litPlugin(),
    definitions(),
    examples(),
    propertyTypes(checker),
    eventTypes(checker),
    tokensRead(),
    publicOnly(),
  ];
  return create({ modules, plugins });
}

function createProgram(files: readonly string[]): typescript.Program {
  const { config } = ts.readConfigFile(join(root, 'tsconfig.json'), ts.sys.readFile);
  const { options } = ts.parseJsonConfigFileContent(config, ts.sys, root);
  return ts.createProgram(
    files.map((file) => join(root, file)),
    options,
  );
}

function sourceOf(program: typescript.Program, file: string): typescript.SourceFile {
  const source = program.getSourceFile(join(root, file));
  if (!source) throw new Error(`${file} is not there.`);
  return source;
}
