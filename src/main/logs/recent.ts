/** The last lines of a profile's logs, from every source it has, merged by time. */

import type { LogLine } from '../../shared/log-line.ts';
import { type ToldFields, textOf, told } from '../../shared/said.ts';
import { openLogStream, type StreamContext } from './stream.ts';
import type { LogSubject } from './subject.ts';

export interface RecentLogs {
  readonly lines: LogLine[];
  /** Where was looked: paths and commands. */
  readonly sources: string[];
  readonly problems: string[];
  /** How `problems` are told in other languages. */
  readonly told?: ToldFields | undefined;
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
    const problems = stream.problems();
    return {
      lines: [...page.lines],
      sources: [...stream.labels],
      problems: problems.map(textOf),
      ...told({ problems }),
    };
  } finally {
    await stream.close();
  }
}
