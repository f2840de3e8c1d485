import { expect, fixture, html, nextFrame } from '@open-wc/testing';
import type { LitElement } from 'lit';
import '../../../src/elements/nality-chat/define.ts';
import '../../../src/elements/nality-comments/define.ts';
import '../../../src/elements/nality-notifications/define.ts';
import '../../../src/elements/nality-presence/define.ts';
import '../../../src/elements/nality-provider/define.ts';
import '../../../src/elements/nality-timeline/define.ts';
import type { NalityProvider } from '../../../src/elements/nality-provider/nality-provider.ts';
import { fakeCore, useFakeCores } from '../../support/fake-core.ts';

const TAGS = ['timeline', 'chat', 'presence', 'comments', 'notifications'].map((name) => `nality-${name}`);

describe('an attribute', () => {
  for (const tag of TAGS) {
    const { observedAttributes } = customElements.get(tag) as unknown as { observedAttributes: string[] };
    for (const attribute of observedAttributes)
      it(`${attribute} of ${tag} may be anything, and be taken away`, async () => {
        useFakeCores(() => fakeCore());
        const provider = await fixture<NalityProvider>(
          html`<nality-provider .client=${{} as NonNullable<NalityProvider['client']>}></nality-provider>`,
        );
        const element = document.createElement(tag) as LitElement;
        provider.append(element);
        await element.updateComplete;
        const { elementProperties } = element.constructor as typeof LitElement;
        const [property] = [...elementProperties].find(
          ([name, how]) => (how.attribute ?? name) === attribute,
        )!;
        const unsaid = Reflect.get(element, property) as unknown;
        const errors: unknown[] = [];
        for (const value of ['no such thing', '', null]) {
          if (value === null) element.removeAttribute(attribute);
          else element.setAttribute(attribute, value);
          await element.updateComplete.catch((error: unknown) => errors.push(error));
          await nextFrame();
        }
        expect(errors).to.deep.equal([]);
        if (typeof unsaid === 'string') expect(Reflect.get(element, property)).to.equal(unsaid);
        expect(element.shadowRoot!.textContent).not.to.match(/\bnull\b|\bundefined\b/);
      });
  }
});
