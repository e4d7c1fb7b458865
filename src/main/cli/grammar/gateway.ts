import { Option } from 'commander';
import { SUPERVISOR_KINDS } from '../../../shared/supervisor-kind.ts';
import type { Grammar } from './grammar.ts';
import { scoped, systemOption, userOption } from './scope.ts';
import { parsePortOption, parseSeconds, parseTimeout } from './values.ts';

/** The verbs about the service itself. */
export function addGateway({ program, cli, run, selection, after }: Grammar): void {
  const gateway = program.command('gateway').description('install, run and look at the gateway service');

  gateway
    .command('status')
    .description('definition, process and RPC of the service, and the verdict')
    .option('--no-probe', 'ask the supervisor only, not the gateway')
    .option('--deep', 'also look for legacy, extra and orphaned services')
    .option('--timeout <ms>', 'bound on the probe, milliseconds', parseTimeout, 10_000)
    .option('--check', 'exit 0 only when healthy: 1 not well, 3 not running, 4 unknown')
    .option('--all', 'every profile found on this machine')
    .option('--watch', 'stay, and print each change until Ctrl+C')
    .option(
      '--heartbeat <s>',
      'with --watch: repeat the status when nothing changed for this long, seconds',
      parseSeconds,
    )
    .option('--json', 'print one JSON object; with --watch one a line')
    .addOption(systemOption())
    .addOption(userOption())
    .addHelpText(
      'after',
      after(
        '\nExamples:\n  openclaw-tray gateway status --json --timeout 10000\n  openclaw-tray gateway status --check || systemctl --user status openclaw-gateway',
      ),
    )
    .action(
      run(async (options) =>
        (await import('../commands/status.ts')).statusCommand(cli, scoped(selection(), options), options),
      ),
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
    .option('--service-user <name>', 'account that a system service runs as; made when it is missing (openclaw)')
    .option('--linger', 'also keep it running after logout (systemd lingering)')
    .option(
      '--logged-off',
      'Windows: run also while nobody is logged on; asks for your password in an administrator terminal',
    )
    .option('--force', 'write the definition again although one is there')
    .option('--no-rollback', 'keep what was written even when the service does not come up')
    .addOption(readyOption())
    .option('--dry-run', 'print the plan, touch nothing')
    .option('--json', 'print one JSON object')
    .addOption(systemOption())
    .addOption(userOption())
    .addHelpText(
      'after',
      after(
        '\nExamples:\n  openclaw-tray gateway install --dry-run\n  openclaw-tray --profile work gateway install --port 19001\n  pass show gateway | openclaw-tray gateway install --token -',
      ),
    )
    .action(
      run(async (options) =>
        (await import('../commands/control.ts')).installCommand(cli, scoped(selection(), options), options),
      ),
    );

  gateway
    .command('uninstall')
    .description("stop the service and remove everything we wrote; OpenClaw's data stays")
    .option('--dry-run', 'print the plan, touch nothing')
    .option('--json', 'print one JSON object')
    .addOption(systemOption())
    .addOption(userOption())
    .action(
      run(async (options) =>
        (await import('../commands/control.ts')).uninstallCommand(cli, scoped(selection(), options), options),
      ),
    );

  for (const [verb, description] of [
    ['start', 'start the service and see it answer'],
    ['stop', 'stop the service and see its port free'],
  ] as const) {
    const command = gateway.command(verb).description(description);
    if (verb === 'start') command.addOption(readyOption());
    command
      .option('--json', 'print one JSON object')
      .addOption(systemOption())
      .addOption(userOption())
      .action(
        run(async (options) =>
          (await import('../commands/control.ts')).controlCommand(cli, scoped(selection(), options), verb, options),
        ),
      );
  }

  for (const [verb, description] of [
    ['enable', 'let it start by itself at login or boot; what runs is left alone'],
    ['disable', 'do not let it start by itself; what runs is left alone'],
  ] as const) {
    gateway
      .command(verb)
      .description(description)
      .option('--dry-run', 'print the plan, touch nothing')
      .option('--json', 'print one JSON object')
      .addOption(systemOption())
      .addOption(userOption())
      .action(
        run(async (options) =>
          (await import('../commands/autostart.ts')).autostartCommand(cli, scoped(selection(), options), verb, options),
        ),
      );
  }

  gateway
    .command('restart')
    .description('restart it in one step; done when a new process answers')
    .option('--force', 'first end a gateway of this profile that holds the port without being its service')
    .option('--yes', 'with --force: also end a gateway whose profile cannot be told')
    .addOption(readyOption())
    .option('--json', 'print one JSON object')
    .action(
      run(async (options) =>
        (await import('../commands/control.ts')).controlCommand(cli, selection(), 'restart', options),
      ),
    );

  gateway
    .command('health')
    .description('the health snapshot of the gateway, over RPC')
    .option('--url <url>', "ask this gateway instead of the profile's own")
    .option('--token <token>', 'secret for it; "-" reads it from standard input')
    .option('--password <password>', 'password for it; "-" reads it from standard input')
    .option('--timeout <ms>', 'bound on the whole call, milliseconds', parseTimeout, 10_000)
    .option('--json', 'print one JSON object')
    .addOption(systemOption())
    .addOption(userOption())
    .action(
      run(async (options) =>
        (await import('../commands/health.ts')).healthCommand(cli, scoped(selection(), options), options),
      ),
    );
}

/** Verbs that wait until the gateway answers. */
function readyOption(): Option {
  return new Option('--timeout <ms>', 'how long it may take until it answers, milliseconds').argParser(parseTimeout);
}
