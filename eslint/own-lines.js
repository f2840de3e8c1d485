/**
 * Limits a function's own lines: those that belong to no function inside it. A factory that holds ten small functions is
 * ten small functions; a long body is long wherever it stands. Functions that return a template may be as long as it is.
 */

const LIT_TEMPLATES = new Set(['html', 'svg', 'css']);

/** @type {import('eslint').Rule.RuleModule} */
export const ownLinesRule = {
  meta: {
    type: 'suggestion',
    messages: { long: 'This function has {{lines}} lines of its own; the limit is {{max}}.' },
    schema: [{ type: 'object', properties: { max: { type: 'integer' } }, required: ['max'] }],
  },
  create(context) {
    const [{ max }] = context.options;
    const open = [];

    function enter() {
      open.push({ inner: 0, template: false });
    }

    function leave(node) {
      const { inner, template } = open.pop();
      const all = node.loc.end.line - node.loc.start.line + 1;
      const outer = open.at(-1);
      // The first and last line of an inner function are also lines of the outer one.
      if (outer) outer.inner += Math.max(0, all - 2);
      const lines = all - inner;
      if (lines > max && !template) context.report({ node, messageId: 'long', data: { lines, max } });
    }

    return {
      ':function': enter,
      ':function:exit': leave,
      TaggedTemplateExpression({ tag }) {
        const holder = open.at(-1);
        if (holder && LIT_TEMPLATES.has(tag.name)) holder.template = true;
      },
    };
  },
};
