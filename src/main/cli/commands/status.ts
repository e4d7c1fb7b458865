import { ExpectedError } from '../../../shared/outcome.ts';
import { say } from '../../../shared/said.ts';
import { readStatus } from '../../operations/status.ts';
import type { CliContext, Selection } from '../cli-context.ts';
import { EXIT, exitCodeOfCheck } from '../exit-codes.ts';
import { printJson } from '../output.ts';
import { renderStatus } from '../render-status.ts';
import { profileOf } from './profile-of.ts';

export interface StatusOptions {
  readonly probe: boolean;
  readonly deep?: boolean;
  readonly timeout: number;
  readonly check?: boolean;
  readonly all?: boolean;
  readonly watch?: boolean;
  readonly heartbeat?: number;
  readonly json?: boolean;
}

export async function statusCommand(cli: CliContext, selection: Selection, options: StatusOptions): Promise<number> {
  if (options.watch === true || options.heartbeat !== undefined) return watchInstead(cli, selection, options);
  const core = await cli.core();
  const profiles = options.all === true ? await allProfiles(core) : [profileOf(core, selection)];
  const reports = await readStatus(core, profiles, {
    probe: options.probe,
    deep: options.deep ?? false,
    timeoutMs: options.timeout,
    signal: cli.signal,
  });
  if (options.json === true)
    printJson(cli.output, options.all === true ? { schemaVersion: 1, profiles: reports } : reports[0]);
  else cli.output.out(reports.map((report) => renderStatus(report, cli.output)).join('\n'));
  return options.check === true ? Math.max(EXIT.done, ...reports.map(exitCodeOfCheck)) : EXIT.done;
}

/** @throws ExpectedError `usage` for an option that a stream of changes cannot honour. */
async function watchInstead(cli: CliContext, selection: Selection, options: StatusOptions): Promise<number> {
  const given: readonly [string, boolean][] = [
    ['--no-probe', !options.probe],
    ['--deep', options.deep === true],
    ['--check', options.check === true],
  ];
  const refused = given.find(([, isGiven]) => isGiven)?.[0];
  if (options.watch !== true) throw new ExpectedError('usage', say('usage.heartbeat'));
  if (refused !== undefined) {
    throw new ExpectedError('usage', say('usage.with-watch', { option: refused }), {
      hint: say('hint.wait-help'),
    });
  }
  const { streamStatus } = await import('./watch.ts');
  const profiles = options.all === true ? 'all' : [profileOf(await cli.core(), selection)];
  return streamStatus(cli, profiles, options);
}

async function allProfiles(core: Awaited<ReturnType<CliContext['core']>>) {
  const { listProfiles } = await import('../../operations/profiles.ts');
  return listProfiles(core);
}
