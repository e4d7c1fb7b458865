/** How a process ended, in words a person can act on. Pure. */

/** Exit codes of the gateway (openclaw 2026.9.6), of systemd itself (systemd.exec(5), "Process exit codes") and of shells. */
const CODE_WORDS: Readonly<Record<number, string>> = {
  0: 'it ended normally',
  1: 'it failed; the last lines of its log say why',
  2: 'it was called with wrong arguments',
  78: 'the configuration is not valid',
  126: 'the program could not be executed',
  127: 'the program was not found',
  130: 'it was interrupted (SIGINT)',
  134: 'it aborted (SIGABRT), often out of memory inside Node',
  137: 'it was killed (SIGKILL), by hand or because memory ran out',
  139: 'it crashed (SIGSEGV)',
  143: 'it was asked to end (SIGTERM)',
  200: 'its working directory is missing or closed to it (CHDIR)',
  203: 'its program is missing or cannot be executed (EXEC)',
  208: 'its standard input could not be set up (STDIN)',
  209: 'its standard output could not be set up (STDOUT)',
  216: 'its group does not exist (GROUP)',
  217: 'its user does not exist (USER)',
  226: 'its sandbox could not be set up (NAMESPACE)',
};

const SIGNAL_WORDS: Readonly<Record<string, string>> = {
  SIGKILL: 'killed by SIGKILL, by hand or because memory ran out',
  SIGTERM: 'ended by SIGTERM, a request to stop',
  SIGINT: 'interrupted by SIGINT',
  SIGHUP: 'ended by SIGHUP, its terminal or session went away',
  SIGSEGV: 'crashed with SIGSEGV',
  SIGABRT: 'aborted with SIGABRT, often out of memory inside Node',
  SIGBUS: 'crashed with SIGBUS',
  SIGILL: 'crashed with SIGILL, often a build for another processor',
};

/**
 * For example `78: the configuration is not valid` or `killed by SIGKILL, by hand or because memory ran out`. A signal wins over a
 * code, because a process has only one of them; with neither it says that nobody knows.
 */
export function exitWords(code: number | null, signal: string | null): string {
  if (signal !== null) return SIGNAL_WORDS[signal] ?? `ended by ${signal}`;
  if (code === null) return 'how it ended is not known';
  return `${code}: ${CODE_WORDS[code] ?? 'it failed with an exit code of its own'}`;
}
