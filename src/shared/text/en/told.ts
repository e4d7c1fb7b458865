/** What the core says by code. The core's own sentences are English; these are for labels and for the other languages. */

/** What a sentence about a profile may need. */
export interface Told {
  /** The profile's label, else its name. */
  readonly name: string;
  readonly port: number;
  /** A service is installed, as far as is known. */
  readonly installed: boolean;
}

type Sentences = Readonly<Record<string, (told: Told) => string>>;
type ExitWords = Readonly<Record<string, string>>;

/** Codes without a sentence keep the core's English one. */
export interface ToldWords {
  /** By `verdict.code`. */
  readonly verdictBy: Sentences;
  readonly why: {
    readonly neverStarted: string;
    readonly unmanaged: string;
    unmanagedPort(port: number): string;
    readonly notProbed: string;
    readonly notReadyYet: string;
    readonly notListening: string;
    readonly saysStarting: string;
    holds(program: string, pid: number): string;
  };
  /** How a process ended; the codes of `exit-words.ts`. */
  readonly exit: {
    readonly code: ExitWords;
    readonly signal: ExitWords;
    otherCode(n: number): string;
    otherSignal(s: string): string;
    readonly unknown: string;
  };
  /** By the `code` of a finding: its title. */
  readonly findingBy: Sentences;
  /** By the `action` of a cure: the words on its button. */
  readonly cureBy: Sentences;
}

export const told: ToldWords = {
  verdictBy: {
    'verdict.healthy': ({ name }) => `${name} is healthy`,
    'verdict.starting': ({ name }) => `${name} is starting`,
    'verdict.stopping': ({ name }) => `${name} is stopping`,
    'verdict.stopped': ({ name }) => `${name} is stopped`,
    'verdict.crashed': ({ name }) => `${name} crashed`,
    'verdict.crashLoop': ({ name }) => `${name} keeps crashing`,
    'verdict.unknown': ({ name }) => `Could not find out about ${name}`,
    'verdict.notProbed': ({ name }) => `${name} runs`,
    'verdict.readyUnasked': ({ name }) => `${name} is ready`,
    'verdict.unasked': ({ name }) => `${name} runs`,
    'verdict.notReady': ({ name }) => `${name} answers but is not ready`,
    'verdict.notInstalled': ({ name }) => `${name} is not installed`,
    'verdict.unmanaged': ({ name, installed }) =>
      installed ? `${name} runs without its service` : `${name} runs without a service`,
    'verdict.portTaken': ({ port }) => `Port ${port} is taken`,
    'verdict.tokenRefused': ({ name }) => `${name} refuses the token`,
    'verdict.degraded': ({ name }) => `${name} needs attention`,
    'verdict.noAnswer': ({ name }) => `${name} does not answer`,
  },
  why: {
    neverStarted: 'It is installed and was never started.',
    unmanaged: 'A gateway answers, but no service is installed for it.',
    unmanagedPort: (port) => `The service is stopped, but a gateway answers on port ${port}.`,
    notProbed: 'It was not asked whether it answers.',
    notReadyYet: 'It answers, and is not ready yet.',
    notListening: 'It does not listen yet.',
    saysStarting: 'It says that it is still starting.',
    holds: (program, pid) => `It is held by ${program} (pid ${pid}).`,
  },
  exit: {
    code: {},
    signal: {},
    otherCode: (n) => `${n}: it failed with an exit code of its own`,
    otherSignal: (s) => `ended by ${s}`,
    unknown: 'how it ended is not known',
  },
  findingBy: {},
  cureBy: {},
};
