import type { Plugin } from 'vite';

const FOREIGN = 'createPolicy("lit-html"';
const OWN = 'createPolicy("nality-lit"';

/**
 * Gives lit's Trusted Types policy a name of ours. A page that uses lit itself has already taken the name
 * `lit-html`, and its list of allowed policies may admit it only once: then our script would die at load.
 * Fails the build when lit has changed so that nothing is renamed.
 */
export function trustedTypesPolicy(): Plugin {
  let renamed = false;
  return {
    name: 'nality:trusted-types-policy',
    enforce: 'pre',
    buildStart() {
      renamed = false;
    },
    transform(code, id) {
      if (!/\/lit-html\/(development\/)?lit-html\.js$/.test(id)) return;
      if (!code.includes(FOREIGN)) this.error(`lit's Trusted Types policy was not found in ${id}`);
      renamed = true;
      return { code: code.replace(FOREIGN, OWN), map: null };
    },
    buildEnd(error) {
      if (!error && !renamed) this.error("lit's Trusted Types policy was not renamed: lit-html is not in the bundle");
    },
  };
}
