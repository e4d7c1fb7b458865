import { expect, test } from 'vitest';
import type { Host } from '../../system/host.ts';
import { expectGolden, hostileDefinition } from '../golden-bench.ts';
import { DEFAULT_TUNING, parseDefinitionFile, renderDefinitionFile } from './definition-file.ts';
import { embeddedPaths } from './paths.ts';

const home = `/home/o'b & "q"`;
const host: Host = {
  platform: 'linux',
  hostname: 'host',
  uid: 1000,
  userName: 'me',
  accountHome: home,
  home,
  tempDir: '/tmp',
  env: {},
  appDirs: { config: `${home}/.config`, state: `${home}/.local/state`, runtime: '/run/user/1000/openclaw-tray' },
};

test.runIf(process.platform !== 'win32')('hostile values (POSIX paths, so not on Windows)', () => {
  const definition = hostileDefinition(home, { environment: { HOME: home, LINES: 'a\nb\ttab' } });
  const text = renderDefinitionFile(definition, embeddedPaths(host, 'work'), DEFAULT_TUNING);
  // A name that no formatter takes for its own.
  expectGolden(import.meta.url, 'hostile.json.txt', text);
  const read = parseDefinitionFile(text);
  expect(read.ok && read.value.service).toEqual(definition);
});
