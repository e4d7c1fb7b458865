import { useEffect } from 'preact/hooks';
import type { LogLine } from '../../shared/log-line.ts';
import type { StatusReport } from '../../shared/status-report.ts';
import { formatClock } from '../../shared/text/format.ts';
import { type Sentence, tell, tellAll } from '../../shared/text/tell.ts';
import { useStore } from '../context.ts';
import { CommandLink } from '../parts/command-button.tsx';
import { SectionHead } from '../parts/section-head.tsx';
import { Tell } from '../parts/tell.tsx';
import { scopeOf } from '../state/commands/all-commands.ts';
import { viewCommand } from '../state/commands/profile-commands.ts';
import type { ProfileEntry } from '../state/status.ts';

const SHOWN = 5;
const READ = 50;

/** Class of a line by its level: only what wants a person is tinted. */
export function levelClass(level: LogLine['level']): string {
  if (level === 'error' || level === 'fatal') return 'log-bad';
  return level === 'warn' ? 'log-warn' : '';
}

/** The end of the log on the overview, read again when the state of the profile changes. */
export function LastLines({ entry, report }: { entry: ProfileEntry; report: StatusReport }) {
  const store = useStore();
  const words = store.words.value;
  const tail = store.logs.tails.value.get(entry.profile);
  useEffect(() => {
    void store.logs.read(entry.profile, READ);
  }, [entry.profile, report.verdict.code, report.pid, report.restarts]);
  const lines = tail?.lines.slice(-SHOWN) ?? [];
  const own = (text: string): Sentence => ({ text, foreign: false });
  const trouble = tail === undefined || tail.error === null ? null : tell(words, tail.error, 'message');
  const empty =
    tail === undefined
      ? own(words.overview.reading)
      : (trouble ?? tellAll(words, tail, 'problems')[0] ?? own(words.overview.noLines));
  return (
    <section class="sec">
      <SectionHead title={words.overview.lastLines}>
        <CommandLink command={viewCommand('logs', entry, scopeOf(store, entry))} extraClass="aside">
          {words.overview.allLines}
        </CommandLink>
      </SectionHead>
      {lines.length === 0 ? (
        <Tell as="p" class="empty" sentence={empty} />
      ) : (
        <ol class="code lines">
          {lines.map((line, at) => (
            <li key={at} class={levelClass(line.level)} title={line.text}>
              {line.time !== null && <span class="log-time">{formatClock(line.time)}</span>} {line.text}
            </li>
          ))}
        </ol>
      )}
    </section>
  );
}
