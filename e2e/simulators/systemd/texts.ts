/** What the simulated systemctl prints. Each text names the sample that it follows (e2e/samples/systemd, measured on systemd 252). */
import type { Reply } from '../daemon-client.ts';
import type { ServiceState } from './service.ts';
import type { UnitFile } from './unit-file.ts';

export const done: Reply = { exitCode: 0, stdout: '', stderr: '' };

const refuse = (exitCode: number, ...lines: string[]): Reply => ({
  exitCode,
  stdout: '',
  stderr: lines.map((line) => `${line}\n`).join(''),
});

export const texts = {
  /** start-not-found, restart-not-found, stop-not-found ("not loaded"). */
  notFound: (verb: string, unit: string) =>
    refuse(5, `Failed to ${verb} ${unit}: Unit ${unit} not ${verb === 'stop' ? 'loaded' : 'found'}.`),
  /** start-masked. */
  masked: (verb: string, unit: string) => refuse(1, `Failed to ${verb} ${unit}: Unit ${unit} is masked.`),
  /** start-no-execstart. */
  badSetting: (verb: string, unit: string) =>
    refuse(
      1,
      `Failed to ${verb} ${unit}: Unit ${unit} has a bad unit file setting.`,
      `See user logs and 'systemctl --user status ${unit}' for details.`,
    ),
  /** start-after-limit, and start-limit-hit-clean-start. Only said when somebody waits for the job. */
  limit: (unit: string, clean: boolean) =>
    refuse(
      1,
      `Job for ${unit} failed because ${clean ? 'start of the service was attempted too often' : 'the control process exited with error code'}.`,
      `See "systemctl --user status ${unit}" and "journalctl --user -xeu ${unit}" for details.`,
      ...(clean
        ? [
            `To force a start use "systemctl --user reset-failed ${unit}"`,
            `followed by "systemctl --user start ${unit}" again.`,
          ]
        : []),
    ),
  /** enable-not-found and disable-not-found. */
  noFile: (verb: string, unit: string) => refuse(1, `Failed to ${verb} unit: Unit file ${unit} does not exist.`),
  /** enable-masked. */
  enableMasked: (path: string) => refuse(1, `Failed to enable unit: Unit file ${path} is masked.`),
  /** enable, disable: on stderr, with exit code 0. */
  linked: (link: string, target: string) => ({ ...done, stderr: `Created symlink ${link} → ${target}.\n` }),
  unlinked: (link: string) => ({ ...done, stderr: `Removed "${link}".\n` }),
  /** reset-failed-not-found. */
  nothingToReset: (unit: string) => refuse(1, `Failed to reset failed state of unit ${unit}: Unit ${unit} not loaded.`),
  /** nobus-unset. */
  noBus: refuse(1, 'Failed to connect to bus: No medium found'),
  /** sys-start-denied and its like. */
  denied: (verb: string, unit: string) =>
    refuse(
      1,
      `Failed to ${verb} ${unit}: Interactive authentication required.`,
      `See system logs and 'systemctl status ${unit}' for details.`,
    ),
  unknownVerb: (verb: string) => refuse(1, `Unknown command verb ${verb}.`),
  /** restart-needs-reload. */
  needsReload: (unit: string) =>
    `Warning: The unit file, source configuration file or drop-ins of ${unit} changed on disk. Run 'systemctl --user daemon-reload' to reload units.\n`,
};

export interface Shown {
  readonly name: string;
  readonly file: UnitFile | null;
  readonly state: ServiceState;
  readonly unitFileState: string;
  readonly needsReload: boolean;
}

/** All properties in systemd's own order (samples *-show.txt); those of the reference that the product does not ask for are there too. */
export function propertiesOf({ name, file, state, unitFileState, needsReload }: Shown, defaults: UnitFile) {
  const unit = file ?? defaults;
  return {
    RestartUSec: words(unit.restartMs),
    TimeoutStopUSec: words(unit.stopMs),
    RestartPreventExitStatus: unit.preventStatus.join(' '),
    SuccessExitStatus: unit.successStatus.join(' '),
    MainPID: String(state.pid),
    ControlPID: '0',
    StatusErrno: '0',
    Result: state.result,
    NRestarts: String(state.restarts),
    ExecMainStartTimestamp: stamp(state.startedAt),
    ExecMainExitTimestamp: stamp(state.exitedAt),
    ExecMainCode: String(state.code),
    ExecMainStatus: String(state.status),
    User: '',
    KillMode: unit.killMode,
    Id: name,
    LoadState: file?.loadState ?? 'not-found',
    ActiveState: state.active,
    SubState: state.sub,
    FragmentPath: unit.path,
    DropInPaths: unit.dropIns.join(' '),
    UnitFileState: unitFileState,
    InactiveExitTimestamp: stamp(state.startedAt),
    ActiveEnterTimestamp: stamp(state.startedAt),
    NeedDaemonReload: needsReload ? 'yes' : 'no',
    LoadError: loadError(name, file?.loadState ?? 'not-found'),
    StartLimitIntervalUSec: words(unit.intervalMs),
    StartLimitBurst: String(unit.burst),
  };
}

/** Samples not-found, masked, no-execstart. */
function loadError(name: string, state: UnitFile['loadState'] | 'not-found'): string {
  const bus = 'org.freedesktop.systemd1';
  if (state === 'not-found') return `${bus}.NoSuchUnit "Unit ${name} not found."`;
  if (state === 'masked') return `${bus}.UnitMasked "Unit ${name} is masked."`;
  return state === 'bad-setting' ? `${bus}.BadUnitSetting "Unit ${name} has a bad unit file setting."` : '';
}

function stamp(ms: number | null): string {
  if (ms === null) return '';
  const date = new Date(ms);
  const day = ['Sun', 'Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat'][date.getUTCDay()] ?? '';
  return `${day} ${date.toISOString().slice(0, 19).replace('T', ' ')} UTC`;
}

/** `1min 30s`, `200ms`. */
function words(ms: number): string {
  const parts: string[] = [];
  let left = ms;
  for (const [unit, size] of [
    ['h', 3_600_000],
    ['min', 60_000],
    ['s', 1000],
    ['ms', 1],
  ] as const) {
    const count = Math.floor(left / size);
    if (count > 0) parts.push(`${count}${unit}`);
    left -= count * size;
  }
  return parts.length === 0 ? '0' : parts.join(' ');
}
