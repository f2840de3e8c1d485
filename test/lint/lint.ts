import { ESLint } from 'eslint';
import tseslint from 'typescript-eslint';

/** The project's own settings; rules that need types are left out, since the snippets are no files. */
const eslint = new ESLint({ overrideConfig: [tseslint.configs.disableTypeChecked] });

/** The rules that a snippet breaks when it stands in that file. */
export async function brokenRules(file: string, code: string): Promise<string[]> {
  const [result] = await eslint.lintText(`${code}\n`, { filePath: file });
  return [...new Set(result?.messages.map(({ ruleId, message }) => ruleId ?? message))];
}
