/**
 * For tests: golden files of every definition, with ordinary and with hostile values in every field. A golden file changes only by an
 * explicit command: `UPDATE_GOLDENS=1 npx vitest run -c vite/vitest.config.ts src/main/supervisors/.../golden.test.ts`.
 */
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { expect } from 'vitest';
import type { ServiceDefinition } from '../../shared/service-definition.ts';

/** What means something to a shell, XML, systemd, cmd.exe or a template. */
export const HOSTILE = [
  'a b',
  `it's "quoted"`,
  '&<>&amp;]]><!--',
  '日本語 ✓ Söhne',
  '$HOME $' + '{HOME} `id` $(id)',
  'back\\slash\\',
  '%PATH% %h %n 50%',
  '}}{{description}}',
  ';',
  '^!|&&',
  '--flag=x',
] as const;

/** The bytes must be those of the golden file. @param name below `__goldens__` beside the test. */
export function expectGolden(test: string, name: string, content: string | Uint8Array): void {
  const folder = new URL('./__goldens__/', test);
  const bytes = Buffer.from(content);
  if (process.env.UPDATE_GOLDENS === '1') {
    mkdirSync(fileURLToPath(folder), { recursive: true });
    writeFileSync(new URL(name, folder), bytes);
  }
  const golden = readFileSync(new URL(name, folder));
  if (!golden.equals(bytes)) expect(bytes.toString('utf8'), name).toBe(golden.toString('utf8'));
  expect(golden.equals(bytes), `${name} in its bytes`).toBe(true);
}

/** A definition whose every field is hostile. @param home an absolute path of the platform, without a separator at its end. */
export function hostileDefinition(home: string, change: Partial<ServiceDefinition> = {}): ServiceDefinition {
  const separator = home.includes('\\') ? '\\' : '/';
  const at = (...parts: string[]) => [home, ...parts].join(separator);
  return {
    profile: 'work',
    serviceName: 'openclaw-gateway-work.service',
    description: `OpenClaw & "Söhne" <it's> 100% $HOME \\ 日本`,
    command: [at('no de', 'node'), at("o'b & <c>", 'index.js'), 'gateway', '--port', '19001', ...HOSTILE],
    workingDirectory: at('.openclaw work', '50% & $x'),
    environment: {
      HOME: home,
      OPENCLAW_PROFILE: 'work',
      ...Object.fromEntries(HOSTILE.map((value, index) => [`K${index}`, value])),
      EMPTY: '',
    },
    environmentFiles: [],
    ...change,
  };
}
