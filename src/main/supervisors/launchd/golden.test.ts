import { expect, test } from 'vitest';
import { expectGolden, hostileDefinition } from '../golden-bench.ts';
import { definitionOf, parseAgentPlist } from './parse-plist.ts';
import { agentPaths } from './paths.ts';
import { renderAgent } from './render.ts';

test('hostile values: plist, environment file and wrapper', () => {
  const definition = hostileDefinition(`/Users/o'b & "q" <x>`, { serviceName: 'ai.openclaw.work' });
  const home = definition.environment.HOME ?? '';
  const files = renderAgent(definition, agentPaths(home, 'ai.openclaw.work', `${home}/.openclaw-work`, 'work'));
  const [plist = '', env = '', wrapper = ''] = files.map(({ content }) => content);
  expectGolden(import.meta.url, 'hostile.plist', plist);
  expectGolden(import.meta.url, 'hostile.env', env);
  expectGolden(import.meta.url, 'env-wrapper.sh', wrapper);
  const read = parseAgentPlist(Buffer.from(plist));
  if (!read.ok) throw new Error(`${read.reason}`);
  const parsed = definitionOf(read.agent, env);
  expect(parsed.problem).toBeNull();
  // The environment file is sorted, so the order of the variables is not kept; nothing depends on it.
  expect(parsed.definition).toEqual(definition);
});
