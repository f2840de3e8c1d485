import { expect } from '@open-wc/testing';
import { createPerson, pageBackend } from '../support/page-backend.ts';

describe('the local backend, from a page', () => {
  it('answers with the publishable key', async () => {
    const { url, key } = await pageBackend();
    const response = await fetch(`${url}/rest/v1/rpc/nality_info`, {
      method: 'POST',
      headers: { apikey: key, 'content-type': 'application/json' },
      body: '{}',
    });
    expect(response.status).to.equal(200);
    expect(await response.json()).to.have.property('epoch');
  });

  it('gives every test people of its own', async () => {
    const [one, other] = await Promise.all([createPerson('Hertha'), createPerson('Hertha')]);
    expect(one.id).to.not.equal(other.id);
    expect(one.accessToken.split('.')).to.have.lengthOf(3);
  });
});
