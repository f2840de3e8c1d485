import assert from 'node:assert/strict';
import { test } from 'node:test';
import { startTestBackend } from '../../support/backend.ts';
import { createProject } from './functions-project.ts';

test('config.toml says which functions there are, who may call them, and where their code and imports are', async () => {
  const project = await createProject({
    '../config.toml': `
      [functions.open]
      verify_jwt = false
      [functions.off]
      enabled = false
      [functions.moved]
      entrypoint = "./elsewhere/main.ts"
      import_map = "./elsewhere/map.json"
      verify_jwt = false`,
    'open/index.ts': `Deno.serve(() => new Response('open'));`,
    'off/index.ts': `Deno.serve(() => new Response('off'));`,
    '../elsewhere/main.ts': `import { word } from 'words'; Deno.serve(() => new Response(word + Deno.env.get('SAID')));`,
    '../elsewhere/words.ts': `export const word = 'moved';`,
    '../elsewhere/map.json': `{ "imports": { "words": "./words.ts" } }`,
    '../said.env': 'SAID=" and said"',
  });
  const backend = await startTestBackend({
    project: project.folder,
    functions: { envFile: 'supabase/said.env' },
  });
  const call = async (name: string) => {
    const response = await fetch(`${backend.url}/functions/v1/${name}`);
    return [response.status, await response.text()];
  };
  try {
    assert.deepEqual(await call('open'), [200, 'open']);
    assert.equal((await call('off'))[0], 404);
    assert.deepEqual(await call('moved'), [200, 'moved and said']);
    await project.write('../elsewhere/words.ts', `export const word = 'changed';`);
    assert.deepEqual(await call('moved'), [200, 'changed and said']);
    await project.write('../config.toml', '[functions.open]\nenabled = false');
    assert.equal((await call('open'))[0], 404);
    await project.write('../config.toml', '[functions.open');
    const [status, body] = await call('open');
    assert.equal(status, 500);
    assert.match(String(body), /config\.toml: Invalid TOML/);
  } finally {
    await backend.close();
    await project.remove();
  }
});
