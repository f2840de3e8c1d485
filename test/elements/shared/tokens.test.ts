import { expect, fixture, html } from '@open-wc/testing';
import { css, LitElement } from 'lit';
import { tokens } from '../../../src/elements/shared/tokens.ts';

class Swatches extends LitElement {
  static override readonly styles = [
    tokens,
    css`
      b {
        background: var(--_accent);
        color: var(--_on-accent);
      }
      p {
        background: var(--_surface);
        color: var(--_muted);
        border-color: var(--_field-line);
      }
    `,
  ];
  protected override render(): unknown {
    return html`<b></b>
      <p></p>`;
  }
}
customElements.define('test-swatches', Swatches);

/** As the browser paints it, whatever notation it is written in. */
function painted(color: string): readonly number[] {
  const pen = new OffscreenCanvas(1, 1).getContext('2d')!;
  pen.fillStyle = color;
  pen.fillRect(0, 0, 1, 1);
  return [...pen.getImageData(0, 0, 1, 1).data].slice(0, 3);
}

/** The contrast of two colours by WCAG 2.2, 1 to 21. */
function contrast(a: string, b: string): number {
  const luminance = (color: string): number => {
    const [red, green, blue] = painted(color).map((part) => {
      const share = part / 255;
      return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
    }) as [number, number, number];
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
  };
  const [light, dark] = [luminance(a), luminance(b)].sort((x, y) => y - x) as [number, number];
  return (light + 0.05) / (dark + 0.05);
}

async function swatches(
  brand: Record<string, string>,
  scheme = 'light',
): Promise<Record<'b' | 'p', CSSStyleDeclaration>> {
  const element = await fixture<Swatches>(html`<test-swatches></test-swatches>`);
  element.style.setProperty('--nality-color-scheme', scheme);
  for (const [name, color] of Object.entries(brand)) element.style.setProperty(`--nality-${name}`, color);
  const of = (selector: string): CSSStyleDeclaration =>
    getComputedStyle(element.shadowRoot!.querySelector(selector)!);
  return { b: of('b'), p: of('p') };
}

describe('the tokens', () => {
  for (const brand of ['yellow', 'navy', 'red', '#3b82f6', '#009000', '#767676', 'white', 'black'])
    it(`make words on ${brand} black or white, whichever can be read`, async () => {
      for (const token of ['brand', 'accent']) {
        const { b } = await swatches({ [token]: brand });
        expect(painted(b.backgroundColor)).to.deep.equal(painted(brand));
        expect(contrast(b.color, b.backgroundColor)).to.be.at.least(4.5);
      }
    });

  for (const scheme of ['light', 'dark'])
    it(`can be read without any of the page's own, ${scheme}`, async () => {
      const { b, p } = await swatches({}, scheme);
      expect(contrast(b.color, b.backgroundColor)).to.be.at.least(4.5);
      expect(contrast(p.color, p.backgroundColor)).to.be.at.least(4.5);
      expect(contrast(p.borderTopColor, p.backgroundColor)).to.be.at.least(3);
    });

  it('make the roles of the brand, and take what the page says of a role', async () => {
    const { p } = await swatches({ 'brand-paper': '#d0e0ff', 'brand-ink': '#200040' });
    const [red, , blue] = painted(p.backgroundColor) as [number, number, number];
    expect(blue - red).to.be.greaterThan(10);
    expect(contrast(p.color, p.backgroundColor)).to.be.at.least(4.5);
    const said = await swatches({ 'brand-paper': '#d0e0ff', surface: 'rgb(1, 2, 3)', muted: 'rgb(4, 5, 6)' });
    expect([said.p.backgroundColor, said.p.color]).to.deep.equal(['rgb(1, 2, 3)', 'rgb(4, 5, 6)']);
  });
});
