/** What is used here of the analyzer, whose own types leave most of it out. */
declare module '@custom-elements-manifest/analyzer' {
  import type typescript from 'typescript';

  /** The compiler that the analyzer brings: its plugins understand the nodes of no other. */
  export const ts: typeof typescript;

  /** A step of the analysis; each phase is called for one thing after another. */
  export interface Plugin {
    readonly name: string;
    analyzePhase?(now: { node: typescript.Node; moduleDoc: import('./model.ts').ModuleDoc }): void;
    packageLinkPhase?(now: { customElementsManifest: import('./model.ts').Manifest }): void;
  }

  export function create(from: {
    modules: readonly typescript.SourceFile[];
    plugins: readonly Plugin[];
  }): import('./model.ts').Manifest;
}

declare module '@custom-elements-manifest/analyzer/src/features/framework-plugins/lit/lit.js' {
  export function litPlugin(): import('@custom-elements-manifest/analyzer').Plugin[];
}
