/**
 * A stand-in for powershell.exe with -EncodedCommand: it knows two scripts, the query of tasks and processes and the list of all tasks that
 * name the product, and answers as they would. Processes are the real ones of this machine.
 */
import { readdirSync, readFileSync } from 'node:fs';
import { answerText, listText, namesOf, scriptOf } from './query-answer.ts';
import { changeState, findTask, readState } from './state.ts';

changeState((state) => ({ ...state, calls: [...state.calls, ['powershell']] }));
const state = readState();
const script = scriptOf(process.argv);
const names = namesOf(script);
const answer = names === null ? listText(state, script) : answerText(state, names, processes());
if (state.blind) {
  process.stderr.write('#< CLIXML\r\n');
  process.exitCode = 1;
} else if (answer === null) {
  process.stderr.write('The simulator does not know this script.\r\n');
  process.exitCode = 1;
} else process.stdout.write(`${answer}\r\n`);

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
