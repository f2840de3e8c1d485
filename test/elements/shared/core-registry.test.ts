import { expect } from '@open-wc/testing';
import { createCoreRegistry, type CoreOptions } from '../../../src/elements/shared/core-registry.ts';
import { fakeCore } from '../../support/fake-core.ts';
import { tokenOf } from '../../support/tokens.ts';

const project = { url: 'https://project.example', key: 'sb_publishable_test', changes: 'postgres' } as const;

/** A registry whose cores outlive their providers for as long as the test runs, and what its cores were opened with. */
function registry() {
  const opened: CoreOptions[] = [];
  const cores = createCoreRegistry({
    create: (options) => (opened.push(options), fakeCore(options)),
    orphaned: () => undefined,
    after: () => () => undefined,
  });
  return { cores, opened };
}

describe('the token of a core', () => {
  const silent = (): void => undefined;

  it('is that of its last provider as long as it outlives it, and then that of the next one', async () => {
    const { cores, opened } = registry();
    const asked: string[] = [];
    const lease = (name: string, issue: number): AbortController => {
      const end = new AbortController();
      const token = async (): Promise<string> => (asked.push(name), tokenOf('irene', issue));
      const onPersonChange = (): void => void asked.push(`${name} is somebody else`);
      cores.lease({ name: 'token', project, token, person: 'irene', onPersonChange }, silent, end.signal);
      return end;
    };
    lease('first', 1).abort();
    expect(await opened[0]!.accessToken!()).to.equal(tokenOf('irene', 1));
    lease('second', 2);
    expect(await opened[0]!.accessToken!()).to.equal(tokenOf('irene', 2));
    expect([asked, opened.length]).to.deep.equal([['first', 'second'], 1]);
  });

  it('is none when somebody else signs in after its last provider has left, who is not told', async () => {
    const { cores, opened } = registry();
    const end = new AbortController();
    let told = 0;
    const request = {
      name: 'token',
      project,
      person: 'irene',
      onPersonChange: () => void (told += 1),
    } as const;
    cores.lease({ ...request, token: async () => tokenOf('marie', 1) }, silent, end.signal);
    end.abort();
    expect(await opened[0]!.accessToken!()).to.equal(null);
    expect(told).to.equal(0);
  });
});
