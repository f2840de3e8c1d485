import { sectionOf } from '../project/config-file.ts';
import type { ConfigTable } from '../project/config-file.ts';
import type { FunctionSettings } from './catalog.ts';

/**
 * What `[functions.<name>]` of a project's config.toml says, by the name of the function.
 *
 * @throws {Error} with a message for people where a value is of another kind
 */
export function readFunctionsConfig(config: ConfigTable): Record<string, FunctionSettings> {
  const functions = sectionOf(config, 'functions');
  const settings = functions.names.map((name): [string, FunctionSettings] => {
    const section = functions.section(name);
    return [
      name,
      {
        enabled: section.boolean('enabled'),
        verify_jwt: section.boolean('verify_jwt'),
        entrypoint: section.text('entrypoint'),
        import_map: section.text('import_map'),
      },
    ];
  });
  return Object.fromEntries(settings);
}
