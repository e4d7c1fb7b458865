/**
 * Recorded answers of the platforms' tools. The first line of each file says how certain it is, where it comes from, which command it
 * answers, with which exit code and on which stream; the answer follows, byte for byte. `scripts/record-platform.mjs` writes the same format.
 */
import { readFileSync } from 'node:fs';

export interface Sample {
  readonly certainty: string;
  readonly source: string;
  /** The command line, as it was typed. */
  readonly command: string;
  readonly exitCode: number | null;
  readonly stream: 'stdout' | 'stderr';
  readonly text: string;
}

/** @param path below this folder. @throws Error when the first line is not what it should be. */
export function readSample(path: string): Sample {
  return parseSample(readFileSync(new URL(path, import.meta.url), 'utf8'), path);
}

/** @param name for the error. */
export function parseSample(file: string, name: string): Sample {
  const end = file.indexOf('\n');
  const head = /^# ([^:]+): (.*); command: (.*); exit code: (\d+|none); stream: (stdout|stderr)$/.exec(
    file.slice(0, end),
  );
  if (head === null) throw new Error(`${name}: the first line does not say where the sample comes from`);
  const [, certainty = '', source = '', command = '', code = '', stream] = head;
  return {
    certainty,
    source,
    command,
    exitCode: code === 'none' ? null : Number(code),
    stream: stream === 'stderr' ? 'stderr' : 'stdout',
    text: file.slice(end + 1),
  };
}
