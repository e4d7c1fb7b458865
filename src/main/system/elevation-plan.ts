/**
 * What may be done with administrator rights, as data: a short list of steps of fixed kinds. The elevated process takes nothing else, so
 * that a defect above it cannot become a command of the administrator. Names of units and accounts are checked here; where a unit is
 * written follows from its name alone.
 */
import { posix } from 'node:path';
import { z } from 'zod';
import { operationErrorSchema } from '../../shared/outcome-schema.ts';
import { showArgv } from './command-runner.ts';
import { canBeDedicated } from './dedicated-account.ts';
import { SYSTEM_UNIT_FOLDER } from './unit-folder.ts';

/** Suffix of the copy of an older unit, without its secrets, that is kept beside the new one. */
export const BACKUP_SUFFIX = '.bak';
/** The units hold no secret, and systemd complains about units that not everybody may read. */
export const SYSTEM_UNIT_MODE = 0o644;

const LIMITS = { text: 256 * 1024, path: 4096, steps: 24 };

const unitName = z
  .string()
  .max(255)
  .regex(/^openclaw-gateway(?:-[A-Za-z0-9][A-Za-z0-9._-]*)?\.service$/);
const accountName = z.string().refine(canBeDedicated, 'not the name of an account for a gateway');
const absolutePath = z
  .string()
  .max(LIMITS.path)
  .refine(
    (path) => posix.isAbsolute(path) && posix.normalize(path) === path && !/[\0\r\n:]/.test(path),
    'not a plain absolute path',
  );
const text = z
  .string()
  .max(LIMITS.text)
  .refine((value) => !value.includes('\0'), 'it holds a NUL');

export const SYSTEMCTL_VERBS = [
  'daemon-reload',
  'enable',
  'disable',
  'start',
  'stop',
  'restart',
  'reset-failed',
] as const;

export const elevatedStepSchema = z.discriminatedUnion('kind', [
  /** Makes a system account without a login, with its own group and home. An account of this name that exists is left as it is. */
  z.strictObject({
    kind: z.literal('ensure-account'),
    account: accountName,
    home: absolutePath.refine(
      (path) => /^\/(?:var\/lib|srv|opt)\/[^/]+$/.test(path),
      'a new home goes below /var/lib, /srv or /opt',
    ),
  }),
  /** Fails unless the account itself may use the path. Tried with the account's own rights. */
  z.strictObject({
    kind: z.literal('require-access'),
    account: accountName,
    path: absolutePath,
    need: z.enum(['execute', 'read', 'read-if-there', 'write']),
  }),
  /** A folder with mode 0700 that is there or made by the account itself, so that root follows no link that the account has laid. */
  z.strictObject({ kind: z.literal('make-folder'), account: accountName, path: absolutePath }),
  /** A file with mode 0600, written by the account itself. May hold secrets: it travels on standard input only. */
  z.strictObject({
    kind: z.literal('write-state-file'),
    account: accountName,
    path: absolutePath,
    content: text,
    /** false = leave one that is there as it is. */
    replace: z.boolean(),
  }),
  z
    .strictObject({
      kind: z.literal('write-unit'),
      unit: unitName,
      content: text,
      /** Text of the unit that was there when the plan was made; null = none. Anything else there now stops the whole plan. */
      before: text.nullable(),
      /** Goes beside the unit as its backup; null = no backup. */
      backup: text.nullable(),
    })
    .superRefine((step, context) => {
      const problem = unitProblem(step.content);
      if (problem !== null) context.addIssue({ code: 'custom', message: problem, path: ['content'] });
    }),
  /** Removes the unit, its backup, our drop-in and the links that enable it. */
  z.strictObject({ kind: z.literal('remove-unit'), unit: unitName }),
  z.strictObject({
    kind: z.literal('systemctl'),
    verb: z.enum(SYSTEMCTL_VERBS),
    /** Left out for daemon-reload only. */
    unit: unitName.nullable(),
    /** Which failure is none: of a unit that systemd does not know, any, or no failure at all. */
    tolerate: z.enum(['nothing', 'missing', 'any']),
    /** false = return when systemd has accepted it. */
    wait: z.boolean(),
  }),
  /** Fails unless systemd has read our file and starts it at boot. */
  z.strictObject({ kind: z.literal('verify-unit'), unit: unitName }),
]);
export type ElevatedStep = z.infer<typeof elevatedStepSchema>;

export const elevatedPlanSchema = z.strictObject({
  version: z.literal(1),
  steps: z.array(elevatedStepSchema).min(1).max(LIMITS.steps),
});
export type ElevatedPlan = z.infer<typeof elevatedPlanSchema>;

/** The command that failed, as far as it tells why. `stderr` is its end. */
export const failedCommandSchema = z.strictObject({
  argv: z.array(z.string()),
  exitCode: z.number().int().nullable(),
  signal: z.string().nullable(),
  stderr: z.string(),
  timedOut: z.boolean(),
  startError: z.string().nullable(),
});

/** What the elevated process prints: one JSON object. After a failure `undone` says whether everything is as it was. */
export const elevatedReportSchema = z.discriminatedUnion('ok', [
  z.strictObject({ ok: z.literal(true), done: z.array(z.string()) }),
  z.strictObject({
    ok: z.literal(false),
    /** Index of the step that failed; -1 = the plan itself was refused. */
    step: z.number().int(),
    error: operationErrorSchema,
    command: failedCommandSchema.nullable(),
    undone: z.boolean(),
  }),
]);
export type ElevatedReport = z.infer<typeof elevatedReportSchema>;

const UNIT_KEYS = new Set(
  (
    'Description After Wants StartLimitBurst StartLimitIntervalSec User Group NoNewPrivileges ExecStart Restart RestartSec ' +
    'RestartPreventExitStatus TimeoutStopSec TimeoutStartSec SuccessExitStatus OOMPolicy KillMode WorkingDirectory EnvironmentFile ' +
    'Environment WantedBy'
  ).split(' '),
);

/**
 * Why a text is no unit that we may install, or null. It must run one program, with ordinary rights, as an account that is not root: no
 * other settings, no prefix that lifts the rights of the program, no joined lines that could hide one (systemd.service(5)).
 */
export function unitProblem(content: string): string | null {
  const users: string[] = [];
  const programs: string[] = [];
  for (const line of content.split('\n')) {
    if (line === '' || line.startsWith('#') || /^\[(?:Unit|Service|Install)\]$/.test(line)) continue;
    const [, key = '', value = ''] = /^([A-Za-z]+)=(.*)$/.exec(line) ?? [];
    if (!UNIT_KEYS.has(key)) return `a line of it is not allowed: ${line.slice(0, 40)}`;
    if (/\\$/.test(line)) return `${key} continues on the next line`;
    if (key === 'User') users.push(value);
    if (key === 'ExecStart') programs.push(value);
  }
  const [user = ''] = users;
  if (users.length !== 1 || !accountName.safeParse(user).success)
    return 'it does not name one account, other than root, in User=';
  if (programs.length !== 1 || !/^"?\//.test(programs[0] ?? ''))
    return 'it does not start exactly one program by its absolute path';
  return null;
}

/** The commands that a plan amounts to, for a person to read; files of units are shown elsewhere. */
export function planCommands(plan: ElevatedPlan): readonly (readonly string[])[] {
  return plan.steps.flatMap((step) => {
    const argv = stepCommand(step);
    return argv === null ? [] : [argv];
  });
}

/** Lines that do the same as the plan when an administrator pastes them into a shell. No secrets: contents of state files are left out. */
export function planScript(plan: ElevatedPlan): readonly string[] {
  return plan.steps.flatMap((step): readonly string[] => {
    if (step.kind === 'write-unit') {
      const path = posix.join(SYSTEM_UNIT_FOLDER, step.unit);
      // Every line of a unit has a `[`, a `#` or a `=`, so none can be the word that ends the text.
      return [`sudo tee ${showArgv([path])} >/dev/null <<'END_OF_UNIT'\n${step.content.trimEnd()}\nEND_OF_UNIT`];
    }
    if (step.kind === 'write-state-file') {
      // One that is there and is not to be replaced must not be emptied by whoever pastes these lines.
      const unless = step.replace ? '' : `sudo test -e ${showArgv([step.path])} || `;
      return [
        `${unless}sudo -u ${step.account} tee ${showArgv([step.path])} >/dev/null   # paste its content, which may hold a secret, and press Ctrl+D`,
      ];
    }
    const argv = stepCommand(step);
    return argv === null ? [] : [showArgv(['sudo', ...argv])];
  });
}

function stepCommand(step: ElevatedStep): readonly string[] | null {
  switch (step.kind) {
    case 'ensure-account':
      return useraddArgv(step.account, step.home);
    case 'make-folder':
      return ['install', '-d', '-o', step.account, '-g', step.account, '-m', '0700', step.path];
    case 'remove-unit':
      return [
        'rm',
        '-f',
        posix.join(SYSTEM_UNIT_FOLDER, step.unit),
        `${posix.join(SYSTEM_UNIT_FOLDER, step.unit)}${BACKUP_SUFFIX}`,
      ];
    case 'systemctl':
      return systemctlArgv(step);
    case 'require-access':
    case 'write-state-file':
    case 'write-unit':
    case 'verify-unit':
      return null;
    default:
      return step satisfies never;
  }
}

export function useraddArgv(account: string, home: string): [string, ...string[]] {
  return [
    'useradd',
    '--system',
    '--user-group',
    '--create-home',
    '--home-dir',
    home,
    '--shell',
    '/usr/sbin/nologin',
    account,
  ];
}

export function systemctlArgv(step: Extract<ElevatedStep, { kind: 'systemctl' }>): [string, ...string[]] {
  const noBlock = step.wait || !['start', 'stop', 'restart'].includes(step.verb) ? [] : ['--no-block'];
  return ['systemctl', step.verb, ...noBlock, ...(step.unit === null ? [] : [step.unit])];
}
