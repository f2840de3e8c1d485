import { expect, fixture, html } from '@open-wc/testing';
import { decode, encode, isDraft, labelOf, rendered } from '../../../src/elements/nality-comments/content.ts';

const ID = '00000000-0000-4000-8000-000000000001';
const OTHER = '00000000-0000-4000-8000-000000000003';
const names: Readonly<Record<string, string>> = { [ID]: 'Anna', [OTHER]: 'Anna Weber' };
const nameOf = (id: string): string => names[id] ?? 'Someone';

/** What a comment shows: words, links in < >, people in [ ]. */
async function shown(content: string, mentions: readonly string[] = []): Promise<string> {
  const place = await fixture<HTMLElement>(html`<p>${rendered(content, mentions, nameOf)}</p>`);
  for (const link of place.querySelectorAll('a')) link.textContent = `<${link.getAttribute('href')}>`;
  for (const person of place.querySelectorAll('bdi')) person.textContent = `[${person.textContent}]`;
  return place.textContent!;
}

describe('what a comment says', () => {
  it('shows links to the web as links, without what ends the sentence', async () => {
    expect(await shown('See https://a.example/x?y=1. Or (http://b.example/z)!')).to.equal(
      'See <https://a.example/x?y=1>. Or (<http://b.example/z>)!',
    );
    expect(await shown('https://a.example/Curie_(element), yes')).to.equal(
      '<https://a.example/Curie_(element)>, yes',
    );
  });

  it('makes no link of anything else', async () => {
    for (const text of [
      'javascript:alert(1)',
      'data:text/html,x',
      'ftp://a.example',
      'https://bank@evil.example/',
    ])
      expect(await shown(text)).to.equal(text);
  });

  it('lets links tell the other site nothing, and search engines no more', async () => {
    const place = await fixture<HTMLElement>(html`<p>${rendered('https://a.example', [], nameOf)}</p>`);
    expect(place.querySelector('a')!.rel).to.equal('noopener noreferrer ugc nofollow');
  });

  it('shows markup as the text that it is', async () => {
    expect(await shown('<img src=x onerror=alert(1)> & <b>')).to.equal('<img src=x onerror=alert(1)> & <b>');
  });

  it('shows who is mentioned by name, and only who is', async () => {
    expect(await shown(`Ask @[${ID}].`, [ID])).to.equal('Ask [@Anna].');
    expect(await shown(`Ask @[${ID}].`)).to.equal(`Ask @[${ID}].`);
  });

  it('is stored with ids and changed with names', () => {
    const people = [['Anna', ID] as const, ['Anna Weber', OTHER] as const];
    const stored = { content: `@[${OTHER}] and @[${ID}], not @Annabelle`, mentions: [OTHER, ID] };
    const draft = { text: '@Anna Weber and @Anna, not @Annabelle', people };
    expect(encode(draft)).to.deep.equal(stored);
    expect(decode(stored.content, stored.mentions, nameOf).text).to.equal(draft.text);
    expect(encode(decode(stored.content, stored.mentions, nameOf))).to.deep.equal(stored);
  });

  it('keeps two people of one name apart', () => {
    const people = [['Anna', ID] as const];
    const label = labelOf(OTHER, 'Anna', people);
    const draft = { text: `@${label} and @Anna`, people: [...people, [label, OTHER] as const] };
    expect(encode(draft).content).to.equal(`@[${OTHER}] and @[${ID}]`);
  });

  it('believes of the storage only what is a draft', () => {
    expect(isDraft({ text: 'x', people: [['Anna', ID]] })).to.equal(true);
    for (const value of [null, 'x', { text: 1, people: [] }, { text: 'x' }, { text: 'x', people: [[1]] }])
      expect(isDraft(value)).to.equal(false);
  });
});
