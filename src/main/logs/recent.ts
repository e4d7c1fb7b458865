/** The last lines of a profile's logs, from every source it has, merged by time. */

import type { LogLine } from '../../shared/log-line.ts';
import { textOf } from '../../shared/said.ts';
import { openLogStream, type StreamContext } from './stream.ts';
import type { LogSubject } from './subject.ts';

export interface RecentLogs {
  readonly lines: LogLine[];
  /** Where was looked: paths and commands. */
  readonly sources: string[];
  readonly problems: string[];
}

export async function recentLogs(context: StreamContext, subject: LogSubject, lines: number): Promise<RecentLogs> {
  const stream = await openLogStream(context, subject, {
    follow: false,
    onDefect(cause) {
      throw cause;
    },
  });
  try {
    const page = await stream.older(lines);
    return { lines: [...page.lines], sources: [...stream.labels], problems: stream.problems().map(textOf) };
  } finally {
    await stream.close();
  }
}
