/**
 * The command line of the shim that does the same as the window. The one place where the window writes one.
 */
import type { ControlAction, InstallOptions } from '../../shared/operation.ts';

const SAFE = /^[A-Za-z0-9_@%+=:,./-]+$/;

/** One argv as text for a POSIX shell, quoted where it must be. */
export function shellText(argv: readonly string[]): string {
  return argv.map((part) => (SAFE.test(part) ? part : `'${part.replaceAll("'", "'\\''")}'`)).join(' ');
}

/** `openclaw-tray [--profile NAME] WORDS`. */
export function shimArgv(profile: string, ...words: readonly string[]): readonly string[] {
  return ['openclaw-tray', ...(profile === 'default' ? [] : ['--profile', profile]), ...words];
}

/** `openclaw-tray [--profile NAME] gateway VERB [options]`. A token is never part of it. */
export function shimCommand(
  profile: string,
  verb: ControlAction | 'status' | 'enable' | 'disable',
  options: InstallOptions = {},
): readonly string[] {
  return shimArgv(
    profile,
    'gateway',
    verb,
    ...(options.port === undefined ? [] : ['--port', String(options.port)]),
    ...(options.runtime === undefined ? [] : ['--runtime', options.runtime]),
    ...(options.supervisor === undefined
      ? []
      : options.supervisor === 'systemd-system'
        ? ['--system']
        : ['--supervisor', options.supervisor]),
    ...(options.linger === true ? ['--linger'] : []),
    ...(options.force === true ? ['--force'] : []),
  );
}
