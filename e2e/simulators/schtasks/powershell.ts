/**
 * A stand-in for powershell.exe with -EncodedCommand: it knows one script, the query of tasks and processes, and answers as that script would
 * (numbers of Schedule.Service, rows of Win32_Process; shapes from Microsoft's documentation). Processes are the real ones of this machine.
 */
import { readdirSync, readFileSync } from 'node:fs';
import { changeState, findTask, readState, type SimTask } from './state.ts';

const at = process.argv.indexOf('-EncodedCommand');
const script = Buffer.from(process.argv[at + 1] ?? '', 'base64').toString('utf16le');
changeState((state) => ({ ...state, calls: [...state.calls, ['powershell']] }));
const state = readState();
if (state.blind) {
  process.stderr.write('#< CLIXML\r\n');
  process.exitCode = 1;
} else if (!script.includes("New-Object -ComObject 'Schedule.Service'") || !script.includes('$root.GetTask(')) {
  process.stderr.write('The simulator does not know this script.\r\n');
  process.exitCode = 1;
} else answer();

function answer(): void {
  const list = /\$names=@\(([^)]*)\)/.exec(script)?.[1] ?? '';
  const names = [...list.matchAll(/'([A-Za-z0-9+/=]*)'/g)].map(([, name]) =>
    Buffer.from(name ?? '', 'base64').toString('utf8'),
  );
  const value = {
    version: '10.0.26100.0',
    tasks: names.map((name) => row(findTask(state, name))),
    processes: processes(),
  };
  process.stdout.write(`${Buffer.from(JSON.stringify(value)).toString('base64')}\r\n`);
}

function row(task: SimTask | undefined) {
  if (task === undefined) {
    const nothing = { state: null, enabled: null, lastResult: null, lastRun: null, xml: null };
    return { found: false, error: -2147024894, ...nothing };
  }
  const { enabled, lastResult } = task;
  // Never run shows as a day long ago.
  const lastRun = task.lastRun ?? '1999-11-30T00:00:00.000Z';
  return {
    found: true,
    error: null,
    state: enabled ? task.state : 1,
    enabled,
    lastResult,
    lastRun,
    xml: asRegistered(task),
  };
}

/** The service adds the task's URI and turns the principal's name into a SID. */
function asRegistered({ xml, name }: SimTask): string {
  return xml
    .replace('</RegistrationInfo>', `  <URI>\\${name}</URI>\n  </RegistrationInfo>`)
    .replace(/(<Principal id="Author">\s*<UserId>)[^<]*/, '$1S-1-5-21-1004336348-1177238915-682003330-1001');
}

function processes() {
  const boot = Number(/^btime (\d+)$/m.exec(readFileSync('/proc/stat', 'utf8'))?.[1] ?? 0);
  const rows = [];
  for (const pid of readdirSync('/proc').filter((name) => /^\d+$/.test(name))) {
    try {
      const argv = readFileSync(`/proc/${pid}/cmdline`, 'utf8').replace(/\0$/, '').split('\0');
      const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
      const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
      if (fields[0] === 'Z') continue;
      const shown = asWindows(argv);
      if (!shown.commandLine.toLowerCase().includes('gateway')) continue;
      const started = new Date(boot * 1000 + Number(fields[19]) * 10).toISOString();
      rows.push({ pid: Number(pid), parent: Number(fields[1]), ...shown, started });
    } catch (cause) {
      // The process ended while it was being read.
      if (!['ENOENT', 'ESRCH'].includes((cause as NodeJS.ErrnoException).code ?? '')) throw cause;
    }
  }
  return rows;
}

function asWindows(argv: readonly string[]) {
  const program = argv[1] ?? '';
  if (program.endsWith('/schtasks/wscript.ts')) {
    const xml = findTask(state, argv[2] ?? '')?.xml ?? '';
    const launcher = /<Command>(.*?)<\/Command>/.exec(xml)?.[1] ?? '';
    const script = /<Arguments>(.*?)<\/Arguments>/.exec(xml)?.[1]?.replaceAll('&quot;', '"');
    if (script !== undefined) {
      return { name: 'wscript.exe', commandLine: `C:\\Windows\\System32\\wscript.exe ${script}` };
    }
    return { name: 'wscript.exe', commandLine: `"C:\\Windows\\System32\\WScript.exe" "${launcher}" ` };
  }
  if (program.endsWith('/schtasks/cmd.ts')) {
    return { name: 'cmd.exe', commandLine: `C:\\Windows\\system32\\cmd.exe /c ""${argv[2] ?? ''}" "` };
  }
  const name = `${(argv[0] ?? '').split('/').at(-1) ?? ''}.exe`;
  return { name, commandLine: argv.map((word) => (/[\s"]/.test(word) || word === '' ? `"${word}"` : word)).join(' ') };
}
