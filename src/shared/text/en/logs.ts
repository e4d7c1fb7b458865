/** The log view. Copy rules are in `../en.ts`. */
export const logs = {
  logs: {
    title: 'Log',
    empty: 'Nothing logged yet',
    emptyHint: 'Lines appear here as soon as the gateway writes them.',
    sources: (names: string) => `From ${names}`,
    lines: (n: number) => (n === 1 ? '1 line' : `${n} lines`),
    level: { trace: 'trace', debug: 'debug', info: 'info', warn: 'warning', error: 'error', fatal: 'fatal' },
    toNewest: 'To the newest line',
    failed: 'The log could not be read',
    problem: 'A source could not be read',
  },
};
