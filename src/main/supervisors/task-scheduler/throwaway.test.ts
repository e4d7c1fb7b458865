import { expect, it } from 'vitest';
import { renderLauncher, renderScript, renderTaskOf } from './render.ts';

const dist = '/root/.cache/openclaw-tray-test/openclaw-2026.9.6/node_modules/openclaw/dist/';
it('same', async () => {
  const m = await import(/* @vite-ignore */ dist + 'schtasks-layout-ZxN1sGLi.mjs');
  const cmdargv = await import(/* @vite-ignore */ dist + 'cmd-argv-Cqm1e4_m.mjs');
  const env = {
    HOME: 'C:\\Users\\me',
    TMPDIR: 'C:\\Users\\me\\AppData\\Local\\Temp',
    NODE_OPTIONS: '',
    OPENCLAW_PROFILE: 'work',
    OPENCLAW_STATE_DIR: 'C:\\Users\\me\\.openclaw-work',
    OPENCLAW_GATEWAY_PORT: '19001',
    OPENCLAW_SERVICE_MARKER: 'openclaw',
    OPENCLAW_WINDOWS_TASK_HIDDEN_LAUNCHER: '1',
    OPENCLAW_SERVICE_KIND: 'gateway',
  };
  const command = [
    'C:\\Program Files\\nodejs\\node.exe',
    '--max-old-space-size=8192',
    'C:\\Users\\me 100%\\openclaw\\dist\\index.js',
    'gateway',
    '--port',
    '19001',
  ];
  const def = {
    profile: 'work',
    serviceName: 'x',
    description: 'OpenClaw Gateway (profile: work)',
    command,
    workingDirectory: null,
    environment: env,
    environmentFiles: [],
  };
  expect(renderScript(def)).toBe(
    m.i({ description: def.description, programArguments: command, workingDirectory: undefined, environment: env }),
  );
  expect(renderLauncher(def, 'C:\\Users\\me\\.openclaw-work\\gateway.cmd')).toBe(
    m.t({
      description: def.description,
      scriptPath: 'C:\\Users\\me\\.openclaw-work\\gateway.cmd',
      taskSupervisor: true,
    }),
  );
  const host = { env: { USERNAME: 'me', USERDOMAIN: 'DESKTOP' }, userName: 'x' } as never;
  const ours = renderTaskOf(host, def, 'C:\\Users\\me & co\\.openclaw-work');
  console.log(ours);
  const theirs = m.n({
    taskDescription: def.description,
    taskUser: 'DESKTOP\\me',
    launchPath: 'C:\\Users\\me & co\\.openclaw-work\\gateway.vbs',
  });
  expect(ours.replace(/\n *<WorkingDirectory>.*<\/WorkingDirectory>/, '')).toBe(theirs);
  // set round trips through OpenClaw's reader
  for (const v of ['a b "c" $d %e', 'plain', 'x!y^z', 'C:\\a^b!', 'a"b^c!d', 'ü', '%PATH%', 'a"b"c"d']) {
    const line = renderScript({ ...def, environment: { EXTRA: v } })
      .split('\r\n')
      .find((l) => l.startsWith('set '))!;
    expect(cmdargv.i(line.slice(4))).toEqual({ key: 'EXTRA', value: v });
  }
  for (const v of ['C:\\a!b\\c', 'a^b', '100% x', '(x)']) {
    const line = renderScript({ ...def, command: [command[0]!, v] })
      .split('\r\n')
      .at(-2)!;
    expect(cmdargv.t(line.replace(' --task-supervisor < NUL', ''))).toEqual([command[0], v]);
  }
});
