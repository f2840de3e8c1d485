import type { Plugin } from 'vite';

const POLICY = /(\w+)\.createPolicy\("lit-html",/;

/** Makes the policy under our name; where the page does not allow that one, under lit's. */
const OWN_POLICY =
  '(function make(name, rules) { try { return $1.createPolicy(name, rules); } ' +
  'catch (refused) { if (name === "lit-html") throw refused; return make("lit-html", rules); } })("nality-lit",';

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
      if (!POLICY.test(code)) this.error(`lit's Trusted Types policy was not found in ${id}`);
      renamed = true;
      return { code: code.replace(POLICY, OWN_POLICY), map: null };
    },
    buildEnd(error) {
      if (!error && !renamed)
        this.error('lit-html is not in the bundle: its Trusted Types policy has its old name');
    },
  };
}
