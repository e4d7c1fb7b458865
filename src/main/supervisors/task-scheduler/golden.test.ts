import { win32 } from 'node:path';
import { expect, test } from 'vitest';
import type { Host } from '../../system/host.ts';
import { expectGolden, HOSTILE, hostileDefinition } from '../golden-bench.ts';
import { encodeText } from './encoding.ts';
import { parseScript, scriptOfLauncher } from './parse-script.ts';
import { renderTaskFiles } from './render.ts';
import { parseTaskXml } from './task-xml.ts';

// A state folder with two percent signs is refused: Windows would replace what stands between them.
const home = `C:\\Users\\m & e's 5% 日本`;
const host: Host = {
  platform: 'win32',
  hostname: 'DESKTOP',
  uid: null,
  userName: 'me',
  accountHome: home,
  home,
  tempDir: 'C:\\Temp',
  env: { USERNAME: 'm & <e>', USERDOMAIN: 'DESKTOP' },
  appDirs: { config: home, state: home, runtime: home },
};

/** Refused on purpose: cmd.exe and OpenClaw would read it differently. */
const REFUSED = '^!|&&';

test('hostile values: batch file, launcher and task', () => {
  const wild = hostileDefinition(home);
  const definition = {
    ...wild,
    serviceName: 'OpenClaw Gateway (work)',
    // A remark of a batch file takes no marks of cmd.exe.
    description: `OpenClaw 'Söhne' (it's) 100 $HOME 日本`,
    // A batch file passes on no argument with a quote, and gives no variable an empty value.
    command: [
      `${home}\\no de\\node.exe`,
      `${home}\\o'b & c\\index.js`,
      'gateway',
      '--port',
      '19001',
      ...HOSTILE.filter((word) => !/["^]/.test(word)),
    ],
    environment: Object.fromEntries(
      Object.entries(wild.environment).filter(([, value]) => value !== '' && value !== REFUSED),
    ),
  };
  const files = renderTaskFiles(host, definition, `${home}\\.openclaw-work`);
  for (const { path, content, encoding } of files) {
    expectGolden(import.meta.url, `hostile.${win32.basename(path)}`, encodeText(content, encoding));
  }
  const [script = '', launcher = '', task = ''] = files.map(({ content }) => content);
  const read = parseScript(script);
  expect(read.problem).toBeNull();
  expect(read.definition?.command).toEqual(definition.command);
  expect(read.definition?.environment).toEqual(definition.environment);
  expect(scriptOfLauncher(launcher)).toBe(files[0]?.path);
  const model = parseTaskXml(task);
  if (!model.ok) throw new Error(`${model.problem}`);
  // OpenClaw's own task names none, and calls any other edit unknown.
  expect(model.model.workingDirectory).toBeNull();
});
