import { expect, test } from 'vitest';
import { stripSecrets } from './strip-secrets.ts';

test('secrets go, the rest stays', () => {
  const stripped = stripSecrets(
    [
      '[Unit]',
      'Description=x %n',
      '# TOKEN=hush0',
      '[Service]',
      'ExecStart=/bin/n a --token hush1 --password=hush2 100%% "b c"',
      'Environment=OPENCLAW_GATEWAY_TOKEN=hush3 KEEP=1 "TWO=a %% b" \\',
      '  OPENAI_API_KEY=hush4',
      'Environment="MY_SECRET=hush5"',
      "Environment=TOKEN_X=o'hush6",
      'Environment=OPENCLAW_SERVICE_MARKER=openclaw',
    ].join('\n'),
  );
  expect(stripped).not.toContain('hush');
  expect(stripped).toContain('ExecStart=/bin/n a --token REMOVED --password=REMOVED 100%% "b c"');
  expect(stripped).toContain('Environment=KEEP=1 "TWO=a %% b"');
  expect(stripped).toContain('Environment=OPENCLAW_SERVICE_MARKER=openclaw');
  expect(stripped).toContain('Description=x %n\n\n[Service]');
});

test('a unit without secrets is kept byte for byte', () => {
  const text = '# mine\n[Service]\nExecStart=/bin/a \\\n  b\n\n\n';
  expect(stripSecrets(text)).toBe(text);
});
