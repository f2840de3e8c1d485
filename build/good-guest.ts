import type { Plugin } from 'vite';

interface Edit {
  readonly file: RegExp;
  readonly from: RegExp;
  readonly to: string;
}

/**
 * What bundled code of others expects of a page that is not ours: that no name of lit's is taken on the global object (an
 * element's id is enough), where lit also leaves its versions; and that nothing enumerable is on `Object.prototype`.
 */
const EDITS: readonly Edit[] = [
  {
    file: /\/lit-(html|element)\.js$|\/reactive-element\.js$/,
    from: /\w+\.\w+PolyfillSupport/g,
    to: 'undefined',
  },
  {
    file: /\/lit-(html|element)\.js$|\/reactive-element\.js$/,
    from: /\(\w+\.\w+Versions\?\?=\[\]\)\.push\("[\d.]+"\)/g,
    to: '0',
  },
  { file: /\/lit-element\.js$/, from: /\w+\.litElementHydrateSupport/g, to: 'undefined' },
  {
    file: /\/reactive-element\.js$/,
    from: /Symbol\.metadata\?\?=Symbol\("metadata"\),\w+\.litPropertyMetadata\?\?=new WeakMap/g,
    to: 'const litPropertyMetadata=new WeakMap',
  },
  {
    file: /rolldown\/runtime\.js$/,
    from: /for \(var name in all\)/g,
    to: 'for (var name of Object.keys(all))',
  },
];

/** Keeps bundled code of others from leaving something on the page, and from stumbling over what is there. */
export function goodGuest(): Plugin {
  const open = new Set<Edit>();
  return {
    name: 'nality:good-guest',
    enforce: 'pre',
    buildStart: () => EDITS.forEach((edit) => open.add(edit)),
    transform(code, id) {
      const edits = EDITS.filter(({ file, from }) => file.test(id) && code.search(from) >= 0);
      edits.forEach((edit) => open.delete(edit));
      if (edits.length === 0) return null;
      return { code: edits.reduce((text, { from, to }) => text.replace(from, to), code), map: null };
    },
    buildEnd(error) {
      if (error) return;
      for (const { file, from } of open)
        this.error(`${from} was not found in ${file}: what is bundled has changed`);
    },
  };
}
