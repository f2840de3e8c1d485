/*
 * What pages have done to the language that everybody shares: Prototype.js and its like, monitoring, polyfills, mistakes.
 * All of it is enumerable, and stands before anything else runs.
 */
window.name = '{"url":"https://evil.example/","key":"sb_secret_x"}';

const METHODS =
  'extend clone size keys values first last find filter map merge inspect isEmpty remove add contains is has on off bind log';
for (const name of METHODS.split(' ')) Object.prototype[name] = function () {};
Object.assign(Object.prototype, {
  url: 'https://evil.example/',
  key: 'evil',
  client: 0,
  auth: 'anonymous',
  lang: 'xx',
  then: 'never',
  hidden: true,
});
for (const name of ['should', 'debug', 'extended']) {
  Object.defineProperty(Object.prototype, name, {
    enumerable: true,
    configurable: true,
    get() {
      throw new Error(`Somebody has read ${name} of ${typeof this}.`);
    },
    set(value) {
      Object.defineProperty(this, name, { value, enumerable: true, configurable: true, writable: true });
    },
  });
}

Object.assign(Array.prototype, {
  each() {},
  first() {
    return this[0];
  },
  // As Prototype.js 1.6 had it: arrays inside of objects become texts.
  toJSON() {
    return `[${this.map((one) => JSON.stringify(one)).join(', ')}]`;
  },
});
Object.assign(String.prototype, {
  toJSON() {
    return JSON.stringify(this.valueOf());
  },
});
Object.assign(Function.prototype, { curry() {} });

/* As monitoring does it: whoever asks for something is counted. */
const { fetch: askFor } = window;
const counted = { requests: 0, tags: [], extensions: [] };
window.counted = counted;
window.fetch = function (...request) {
  counted.requests += 1;
  return askFor.apply(this, request).then((response) => response);
};
const define = customElements.define;
customElements.define = function (tag, element, options) {
  counted.tags.push(tag);
  return define.call(this, tag, class extends element {}, options);
};

counted.extensions = [Object, Array, String, Function].map((one) => Object.keys(one.prototype).join());
