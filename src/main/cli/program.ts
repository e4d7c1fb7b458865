/**
 * The grammar of the shim as a commander program: names, options and help. What each verb does is in `commands/`, loaded when called.
 */
import { Command, CommanderError, InvalidArgumentError, Option } from 'commander';
import { ExpectedError } from '../../shared/outcome.ts';
import { parsePort } from '../../shared/profile.ts';
import { SUPERVISOR_KINDS } from '../../shared/supervisor-kind.ts';
import type { CliContext, Selection } from './cli-context.ts';

const EXAMPLES = `
Examples:
  openclaw-tray gateway install                      install the default profile and start it
  openclaw-tray gateway status                       what is true right now
  openclaw-tray --profile work gateway restart       restart another profile
  openclaw-tray gateway status --json | jq .verdict  the same for scripts
  openclaw-tray doctor                               the one cause that matters, and its cure

Exit codes: 0 done or healthy, 1 failed, 2 usage, 3 not running (status --check), 4 unknown, 5 needs elevation, 6 conflict.`;

/** Calls `finish` with the exit code of the verb that ran. */
export function buildProgram(cli: CliContext, finish: (exitCode: number) => void): Command {
  const program = new Command('openclaw-tray');
  const run =
    <A extends unknown[]>(work: (...parameters: A) => Promise<number>) =>
    async (...parameters: A): Promise<void> => {
      finish(await work(...parameters));
    };
  program
    .description('Runs the OpenClaw gateway as a background service.')
    .version(cli.version, '-V, --version', 'print the version')
    .option('--profile <name>', 'use this profile (own configuration, state and service)')
    .option('--dev', 'use the predefined profile "dev"')
    .addHelpText('after', EXAMPLES)
    .helpCommand('help [command]', 'show the help of a command')
    .enablePositionalOptions()
    .showSuggestionAfterError(true);

  const gateway = program.command('gateway').description('install, run and look at the gateway service');

  gateway
    .command('status')
    .description('definition, process and RPC of the service, and the verdict')
    .option('--no-probe', 'ask the supervisor only, not the gateway')
    .option('--deep', 'also look for legacy, extra and orphaned services')
    .option('--timeout <ms>', 'bound on the probe, milliseconds', parseTimeout, 10_000)
    .option('--check', 'exit 0 only when healthy: 1 not well, 3 not running, 4 unknown')
    .option('--all', 'every profile found on this machine')
    .option('--json', 'print one JSON object')
    .addHelpText(
      'after',
      '\nExamples:\n  openclaw-tray gateway status --json --timeout 10000\n  openclaw-tray gateway status --check || systemctl --user status openclaw-gateway',
    )
    .action(
      run(async (options) => (await import('./commands/status.ts')).statusCommand(cli, selection(program), options)),
    );

  gateway
    .command('install')
    .description('write the service definition, enable it, start it and see it answer')
    .option('--port <port>', 'port of the gateway; also written to openclaw.json', parsePortOption)
    .addOption(new Option('--runtime <runtime>', 'program that runs OpenClaw').choices(['node', 'bun']))
    .option('--runtime-path <path>', 'absolute path of that program')
    .option('--entry <path>', 'OpenClaw itself: dist/index.js, its package folder or a source checkout')
    .option('--token <token>', 'becomes gateway.auth.token in openclaw.json; "-" reads it from standard input')
    .addOption(new Option('--supervisor <kind>', 'keep it running with this supervisor').choices(SUPERVISOR_KINDS))
    .option('--linger', 'also keep it running after logout (systemd lingering)')
    .option('--force', 'write the definition again although one is there')
    .option('--dry-run', 'print the plan, touch nothing')
    .option('--json', 'print one JSON object')
    .addHelpText(
      'after',
      '\nExamples:\n  openclaw-tray gateway install --dry-run\n  openclaw-tray --profile work gateway install --port 19001\n  pass show gateway | openclaw-tray gateway install --token -',
    )
    .action(
      run(async (options) => (await import('./commands/control.ts')).installCommand(cli, selection(program), options)),
    );

  gateway
    .command('uninstall')
    .description("stop the service and remove everything we wrote; OpenClaw's data stays")
    .option('--dry-run', 'print the plan, touch nothing')
    .option('--json', 'print one JSON object')
    .action(
      run(async (options) =>
        (await import('./commands/control.ts')).uninstallCommand(cli, selection(program), options),
      ),
    );

  for (const [verb, description] of [
    ['start', 'start the service and see it answer'],
    ['stop', 'stop the service and see its port free'],
    ['restart', 'restart it in one step; done when a new process answers'],
  ] as const) {
    gateway
      .command(verb)
      .description(description)
      .option('--json', 'print one JSON object')
      .action(
        run(async (options) =>
          (await import('./commands/control.ts')).controlCommand(cli, selection(program), verb, options),
        ),
      );
  }

  gateway
    .command('health')
    .description('the health snapshot of the gateway, over RPC')
    .option('--url <url>', "ask this gateway instead of the profile's own")
    .option('--token <token>', 'secret for it; "-" reads it from standard input')
    .option('--password <password>', 'password for it; "-" reads it from standard input')
    .option('--timeout <ms>', 'bound on the whole call, milliseconds', parseTimeout, 10_000)
    .option('--json', 'print one JSON object')
    .action(
      run(async (options) => (await import('./commands/health.ts')).healthCommand(cli, selection(program), options)),
    );

  program
    .command('logs')
    .description("the last lines of the service's logs")
    .option('-n, --lines <number>', 'how many', parseLines, 100)
    .option('--json', 'print one JSON object a line')
    .action(run(async (options) => (await import('./commands/logs.ts')).logsCommand(cli, selection(program), options)));

  program
    .command('doctor')
    .description('name the cause of what is wrong, and its cure')
    .option('--deep', 'also look for legacy, extra and orphaned services')
    .option('--json', 'print one JSON object')
    .action(
      run(async (options) => (await import('./commands/doctor.ts')).doctorCommand(cli, selection(program), options)),
    );

  program
    .command('profiles')
    .description('the profiles of this machine, with their ports and verdicts')
    .option('--json', 'print one JSON object')
    .action(run(async (options) => (await import('./commands/profiles.ts')).profilesCommand(cli, options)));

  program
    .command('watch')
    .description('the live status of every profile, until Ctrl+C')
    .option('--json', 'one JSON object a line, at each change')
    .action(run(async (options) => (await import('./commands/watch.ts')).watchCommand(cli, options)));

  // The built-in supervisor is this same program; not for people.
  program
    .command('embedded-supervise', { hidden: true })
    .requiredOption('--definition <path>')
    .action(
      run(async (options) => (await import('./commands/embedded-supervise.ts')).embeddedSuperviseCommand(cli, options)),
    );

  configure(program, cli);
  return program;
}

function selection(program: Command): Selection {
  const { profile, dev } = program.opts<{ profile?: string; dev?: boolean }>();
  return { profile, dev: dev ?? false };
}

/** Errors are thrown to `main`, and help goes where the output goes, for every command of the tree. */
function configure(command: Command, cli: CliContext): void {
  command.exitOverride();
  command.configureOutput({ writeOut: (text) => cli.output.out(text), writeErr: () => undefined });
  for (const child of command.commands) configure(child, cli);
}

function parsePortOption(text: string): number {
  const port = parsePort(text);
  if (!port.ok)
    throw new ExpectedError(
      port.error.code,
      port.error.message,
      port.error.hint === undefined ? {} : { hint: port.error.hint },
    );
  return port.value;
}

const MAX_TIMEOUT_MS = 3_600_000;

function parseTimeout(text: string): number {
  const value = Number(text);
  if (!/^\d+$/.test(text) || value < 1 || value > MAX_TIMEOUT_MS) {
    throw new InvalidArgumentError(`It takes milliseconds, a whole number from 1 to ${MAX_TIMEOUT_MS}.`);
  }
  return value;
}

const MAX_LINES = 100_000;

function parseLines(text: string): number {
  const value = Number(text);
  if (!/^\d+$/.test(text) || value < 1 || value > MAX_LINES)
    throw new InvalidArgumentError(`It takes a whole number from 1 to ${MAX_LINES}.`);
  return value;
}

export { CommanderError };
