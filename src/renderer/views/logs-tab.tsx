import { useEffect, useLayoutEffect, useRef, useState } from 'preact/hooks';
import type { LogLine } from '../../shared/log-line.ts';
import { formatClock } from '../../shared/text/format.ts';
import { useStore } from '../context.ts';
import { Button } from '../parts/button.tsx';
import { ErrorNote } from '../parts/error-note.tsx';
import { StatusGlyph } from '../parts/icon.tsx';
import type { ProfileEntry } from '../state/status.ts';
import { levelClass } from './last-lines.tsx';

const LINES = 200;
const EVERY_MS = 1000;
/** This near to the end still counts as being at the end, pixels. */
const END_SLACK = 24;

function Line({ line }: { line: LogLine }) {
  const words = useStore().words.value;
  const tone = levelClass(line.level);
  return (
    <div class={`log-line ${tone}`}>
      <span class="log-time">{line.time === null ? '' : formatClock(line.time, true)}</span>
      {tone === 'log-bad' ? (
        <StatusGlyph glyph="failed" size={12} />
      ) : tone === 'log-warn' ? (
        <StatusGlyph glyph="degraded" size={12} />
      ) : (
        <span />
      )}
      <span class="log-from" title={line.source}>
        {line.subsystem ?? line.source}
      </span>
      <span class="log-text">
        {tone !== '' && line.level !== null && <span class="vh">{words.logs.level[line.level]}: </span>}
        {line.text}
      </span>
    </div>
  );
}

/** One line of the log as text, for the clipboard. */
function asText(line: LogLine): string {
  return [line.time, line.level, line.subsystem ?? line.source, line.text].filter((part) => part !== null).join(' ');
}

/** The last lines of the log, read again every second while the tab is seen; it stays at the end unless scrolled away. */
export function LogsTab({ entry }: { entry: ProfileEntry }) {
  const store = useStore();
  const words = store.words.value;
  const tail = store.logs.tails.value.get(entry.profile);
  const box = useRef<HTMLDivElement>(null);
  const [follow, setFollow] = useState(true);
  useEffect(() => {
    const read = () => {
      if (document.visibilityState === 'visible') void store.logs.read(entry.profile, LINES);
    };
    read();
    const timer = setInterval(read, EVERY_MS);
    return () => clearInterval(timer);
  }, [entry.profile]);
  const toEnd = () => {
    if (box.current !== null) box.current.scrollTop = box.current.scrollHeight;
  };
  useLayoutEffect(() => {
    if (follow) toEnd();
  }, [tail, follow]);
  const lines = tail?.lines ?? [];
  return (
    <section class="logs" aria-label={words.logs.title}>
      {tail !== undefined && tail.error !== null && <ErrorNote title={words.logs.failed} error={tail.error} />}
      {tail?.problems.map((problem) => (
        <p key={problem} class="banner">
          <StatusGlyph glyph="degraded" />
          <span>
            {words.logs.problem}: {problem}
          </span>
        </p>
      ))}
      <div
        class="log-list"
        ref={box}
        role="log"
        aria-live="off"
        aria-label={words.logs.title}
        // biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls must be reachable by keyboard
        tabIndex={0}
        onScroll={(event) => {
          const { scrollTop, scrollHeight, clientHeight } = event.currentTarget;
          setFollow(scrollHeight - scrollTop - clientHeight < END_SLACK);
        }}
      >
        {tail === undefined && <p class="log-empty appears-late">{words.overview.reading}</p>}
        {tail !== undefined && lines.length === 0 && tail.error === null && (
          <div class="log-empty">
            <h2>{words.logs.empty}</h2>
            <p>{words.logs.emptyHint}</p>
          </div>
        )}
        {lines.map((line, at) => (
          <Line key={at} line={line} />
        ))}
      </div>
      <div class="log-foot">
        <span class="log-sources">
          {tail !== undefined && tail.sources.length > 0 && words.logs.sources(tail.sources.join(', '))}
        </span>
        <span class="space" />
        {!follow && (
          <Button
            kind="ghost"
            icon="down"
            label={words.logs.toNewest}
            onPress={() => {
              setFollow(true);
              toEnd();
            }}
          />
        )}
        <span class="num">{words.logs.lines(lines.length)}</span>
        <Button
          kind="ghost"
          icon="copy"
          label={words.act.copyLog}
          off={lines.length === 0 ? words.logs.empty : null}
          onPress={() => void store.copy(lines.map(asText).join('\n').slice(-100_000))}
        />
      </div>
    </section>
  );
}
