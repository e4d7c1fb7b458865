/**
 * The ways out of findings, and the removal of services that belong to nobody, as commands. Pure.
 */
import { asksFirst, type Diagnosis, type Fix } from '../../../shared/diagnosis.ts';
import type { ExtraService } from '../../../shared/extra-service.ts';
import { portOfCommand } from '../../../shared/gateway-command.ts';
import type { InstallOptions } from '../../../shared/operation.ts';
import type { StatusReport } from '../../../shared/status-report.ts';
import { fixLabel } from '../../../shared/text/tell.ts';
import { shellText } from '../shim.ts';
import type { Command, Effect } from './command.ts';
import type { CommandScope } from './profile-commands.ts';

type OperationFix = Extract<Fix, { kind: 'operation' }>;

/** Cures that are no installation: their own sheet says what is done, and they are checked afterwards. */
const CARED_FOR: ReadonlySet<string> = new Set([
  'free-port',
  'unmask',
  'reload',
  'protect-config',
  'remove-secret',
  'finish-change',
]);

/** Options of `install` behind a fix that is drawn as a plan. */
function planOptions(fix: OperationFix): InstallOptions {
  const force = fix.command.includes('--force') ? { force: true } : {};
  if (fix.action === 'enable-linger') return { linger: true };
  const port = portOfCommand(fix.command);
  return port === null ? force : { ...force, port };
}

/** What the button of a cure does; null for advice. `choice` counts the finding's fixes from 0. */
export function cureEffect(fix: Fix, profile: string, rule: string, choice: number): Effect | null {
  if (fix.kind === 'advice') return null;
  if (fix.kind === 'command') return { do: 'copy', text: shellText(fix.command) };
  if (!asksFirst(fix) && (fix.action === 'start' || fix.action === 'stop' || fix.action === 'restart'))
    return { do: 'run', action: fix.action, profile };
  if (CARED_FOR.has(fix.action)) return { do: 'cure', profile, rule, choice };
  const action = fix.action === 'uninstall' ? 'uninstall' : 'install';
  return { do: 'plan', action, profile, options: planOptions(fix) };
}

/** All ways out of a finding in the order in which `choice` counts them. */
export function waysOut({ fix, otherFixes = [] }: Diagnosis): readonly Fix[] {
  return fix === null ? [] : [fix, ...otherFixes];
}

/** One way out of a finding as a command; null for advice. `report` gives the words their context. */
export function cureCommand(
  finding: Diagnosis,
  choice: number,
  report: StatusReport,
  { words, name, busy }: CommandScope,
): Command | null {
  const fix = waysOut(finding)[choice];
  const effect = fix === undefined ? null : cureEffect(fix, report.profile, finding.code, choice);
  if (fix === undefined || fix.kind === 'advice' || effect === null) return null;
  const label = fixLabel(fix, report, words, name);
  return {
    id: `cure ${finding.code} ${choice} ${report.profile}`,
    profile: report.profile,
    label: label.text,
    title: words.command.cure(name, label.text),
    foreign: label.foreign,
    search: `${fix.label} ${finding.title} ${finding.code} ${report.profile}`,
    icon: fix.kind === 'command' ? 'copy' : 'undo',
    argv: fix.command,
    off: busy && effect.do !== 'copy' ? words.nav.busy : null,
    effect,
    shortcut: null,
    urgent: finding.severity !== 'notice',
  };
}

/** Every way out of every finding of a report. */
export function cureCommands(report: StatusReport, scope: CommandScope): readonly Command[] {
  return report.diagnoses.flatMap((finding) =>
    waysOut(finding).flatMap((_fix, choice) => {
      const command = cureCommand(finding, choice, report, scope);
      return command === null ? [] : [command];
    }),
  );
}

/** The removal of a service that belongs to no profile. One of the system is only spoken about: its sheet says how. */
export function extraCommand(
  extra: ExtraService,
  profile: string,
  others: readonly ExtraService[],
  { words }: CommandScope,
): Command {
  const { name, path } = extra;
  const handle = others.some((other) => other !== extra && other.name === name) ? path : name;
  return {
    id: `remove-extra ${path}`,
    profile,
    label: extra.scope === 'system' ? words.extra.how : words.extra.remove,
    title: words.command.removeExtra(name),
    foreign: false,
    search: `remove extra service ${name} ${extra.kind}`,
    icon: 'x',
    argv: ['openclaw-tray', 'doctor', '--deep', '--remove', handle],
    off: null,
    effect: { do: 'remove-extra', profile, name, path },
    shortcut: null,
    urgent: false,
  };
}
