/** How the demo gateway misbehaves, from DEMO_MODE: words separated by commas, some with a number (`not-ready=3000`). */
export interface Modes {
  has(name: string): boolean;
  /** The number behind the name, or `fallback` when the name stands alone; null when it is not there. */
  number(name: string, fallback: number): number | null;
}

export const MODE_NAMES = [
  /** Accepts TCP connections and never says a word. */
  'silent',
  /** Answers every connection with bytes that are no HTTP. */
  'garbage',
  /** Opens a WebSocket and sends a message of 100 MB. */
  'huge-frame',
  /** Serves HTTP but no WebSocket, as another program on the port would. */
  'http-only',
  /** Answers connect after this many milliseconds (10 000). */
  'slow-hello',
  /** Answers the reads after hello after this many milliseconds (10 000). */
  'slow-reads',
  /** Sends events as fast as they are taken, after hello. */
  'flood',
  /** Sends health events of many rows (1000 channels) as fast as they are taken. */
  'health-flood',
  /** After hello, sends this many milliseconds later (500) a message that is no frame. */
  'bad-frames',
  /** Closes each connection at a random time within this many milliseconds (400) after hello. */
  'random-close',
  /** Says to be another gateway (boot id) at each connection. */
  'new-identity',
  /** Ends with code 1 after this many milliseconds. */
  'exit-1-after-ms',
  /** Ends with code 78 at once, as with an invalid configuration. */
  'exit-78',
  /** Speaks protocol 5 only. */
  'wrong-protocol',
  /** Says that it is still starting: for this many milliseconds, or for ever when there is no number. */
  'not-ready',
  /** Takes this many milliseconds to stop (5000). */
  'slow-stop-ms',
  /** Does not react to SIGTERM. */
  'ignore-sigterm',
] as const;

/** @throws Error for a word that is no mode, so that a misspelt test fails. */
export function parseModes(text: string): Modes {
  const modes = new Map<string, number | null>();
  for (const part of text.split(',').map((each) => each.trim())) {
    if (part === '') continue;
    const [name = '', value] = part.split('=');
    if (!(MODE_NAMES as readonly string[]).includes(name)) throw new Error(`DEMO_MODE: unknown mode ${name}`);
    modes.set(name, value === undefined ? null : Number(value));
  }
  return {
    has: (name) => modes.has(name),
    number: (name, fallback) => (modes.has(name) ? (modes.get(name) ?? fallback) : null),
  };
}
