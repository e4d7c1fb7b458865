import { useEffect, useLayoutEffect, useRef, useState } from 'preact/hooks';
import { tellAll } from '../../shared/text/tell.ts';
import { tell } from '../../shared/text/tell-core.ts';
import { useStore } from '../context.ts';
import { CommandButton, CommandSwitch } from '../parts/command-button.tsx';
import { ErrorNote } from '../parts/error-note.tsx';
import { StatusGlyph } from '../parts/icon.tsx';
import { Tell } from '../parts/tell.tsx';
import { logSight, scopeOf } from '../state/commands/all-commands.ts';
import { EVERY_LEVEL, levelCommand, logCommand } from '../state/commands/log-commands.ts';
import { indexOfRow } from '../state/log-buffer.ts';
import { crashTime, findCrash } from '../state/log-crash.ts';
import { logKey } from '../state/log-keys.ts';
import { findSince } from '../state/log-since.ts';
import type { ProfileEntry } from '../state/status.ts';
import { SameOnCommandLine } from './command-list.tsx';
import { LogBar } from './log-bar.tsx';
import { LogDetail } from './log-detail.tsx';
import { LogList } from './log-list.tsx';
import { lineAsText } from './log-row.tsx';

/** What the contract lets through to the clipboard, UTF-16 units. */
const MAX_COPIED = 100_000;
/** So many pages are read to find a crash. */
const MAX_CRASH_PAGES = 20;

/** The profile's log as it is written, while the tab is seen; it stays at the end unless scrolled away. */
export function LogsTab({ entry }: { entry: ProfileEntry }) {
  const store = useStore();
  const words = store.words.value;
  const view = store.logView;
  const { profile } = entry;
  const source = view.source.value;
  void view.version.value;
  const { phase, error, places, dropped } = view.state.value;
  const rows = view.buffer.rows();
  const matches = view.buffer.matches();
  const follow = view.follow.value;
  const [selected, setSelected] = useState<number | null>(null);
  const [target, setTarget] = useState<{ readonly id: number } | null>(null);
  const [current, setCurrent] = useState<number | null>(null);
  const [attempt, setAttempt] = useState(0);
  const pausedAt = useRef(0);
  const search = useRef<HTMLInputElement>(null);

  useEffect(() => {
    let close: (() => void) | null = null;
    const look = () => {
      const seen = document.visibilityState === 'visible';
      if (seen && close === null) close = view.open(profile);
      else if (!seen) {
        close?.();
        close = null;
      }
    };
    look();
    document.addEventListener('visibilitychange', look);
    return () => {
      document.removeEventListener('visibilitychange', look);
      close?.();
    };
  }, [profile, source, attempt]);

  const setFollowing = (next: boolean) => {
    pausedAt.current = view.buffer.appended();
    view.follow.value = next;
  };
  const goTo = (id: number) => {
    setFollowing(false);
    setTarget({ id });
  };
  const step = (by: 1 | -1) => {
    if (matches.length === 0) return;
    const at = current === null ? -1 : matches.indexOf(current);
    // The first step goes to the newest match; then on in the direction that was asked for, round the ends.
    const next = at === -1 ? matches.length - 1 : (at + by + matches.length) % matches.length;
    const id = matches[next];
    if (id === undefined) return;
    setCurrent(id);
    goTo(id);
  };
  const crashAt = crashTime(entry.report?.lastExit ?? null);
  const noCrash = crashAt === null && findCrash(rows, null).row === null ? words.logs.noCrash : null;
  const toCrash = async () => {
    if (noCrash !== null) return;
    // A crash is told in lines of every level.
    for (let page = 0; page < MAX_CRASH_PAGES; page += 1) {
      const { row, reaches } = findCrash(view.buffer.rows(), crashAt);
      if (row !== null) {
        setSelected(row.id);
        goTo(row.id);
        return;
      }
      if (reaches || !(await view.older())) break;
    }
    store.say(words.logs.crashNotFound);
  };
  const toSince = async (since: number) => {
    view.since.value = null;
    for (let page = 0; page < MAX_CRASH_PAGES; page += 1) {
      const { row, reaches } = findSince(view.buffer.rows(), since);
      if (reaches || !view.state.peek().more) {
        if (row === null) store.say(words.link.noLines);
        else {
          setSelected(row.id);
          goTo(row.id);
        }
        return;
      }
      if (!(await view.older())) break;
    }
    const { row } = findSince(view.buffer.rows(), since);
    if (row !== null) goTo(row.id);
  };
  const since = view.since.value;
  useEffect(() => {
    if (since !== null && phase === 'open') void toSince(since);
  }, [since, phase]);
  const copy = async () => {
    const chosen = window.getSelection();
    const isChosen = chosen?.isCollapsed === false;
    const lines = isChosen ? chosen.toString().split('\n') : rows.map(({ line }) => lineAsText(line));
    const kept = lastThatFit(lines);
    if (kept.length === 0) return;
    const reply = await store.client.call('clipboard.copy', { text: kept.join('\n') });
    if (!reply.ok) store.say(tell(words, reply.error, 'message').text);
    else store.say(kept.length < lines.length ? words.logs.copiedLast(kept.length) : words.act.copied);
  };
  // A log begins at its end, whatever the one before was left at.
  useLayoutEffect(() => {
    view.follow.value = true;
  }, []);
  const wanted = view.wanted.value;
  // Before the next line is taken: what comes after the click on Follow is counted as unseen.
  useLayoutEffect(() => {
    if (wanted === null || (phase === 'opening' && wanted !== 'again')) return;
    view.wanted.value = null;
    if (wanted === 'follow' || wanted === 'pause') setFollowing(wanted === 'follow');
    else if (wanted === 'copy') void copy();
    else if (wanted === 'crash' && noCrash !== null) store.say(noCrash);
    else if (wanted === 'crash') void toCrash();
    else setAttempt(attempt + 1);
  }, [wanted, phase]);

  // The listener sees what was drawn last.
  const keys = useRef({ step, toCrash, follow });
  keys.current = { step, toCrash, follow };
  useLayoutEffect(() => {
    const listener = (event: KeyboardEvent) => {
      const key = logKey(event);
      if (key === null) return;
      event.preventDefault();
      if (key === 'search') {
        search.current?.focus();
        search.current?.select();
      } else if (key === 'end') setFollowing(true);
      else if (key === 'toggle') setFollowing(!keys.current.follow);
      else if (key === 'crash') void keys.current.toCrash();
      else keys.current.step(key === 'next' ? 1 : -1);
    };
    window.addEventListener('keydown', listener);
    return () => window.removeEventListener('keydown', listener);
  }, []);

  const scope = scopeOf(store, entry);
  const sight = logSight(store);
  const fresh = follow ? 0 : view.buffer.appended() - pausedAt.current;
  const at = current === null ? 0 : matches.indexOf(current) + 1;
  const chosen = selected === null ? undefined : rows[indexOfRow(rows, selected)];
  const isEmpty = rows.length === 0;
  return (
    <section class="logs" aria-label={words.logs.title}>
      <LogBar
        searchRef={search}
        at={at}
        onStep={step}
        onLeave={() => search.current?.blur()}
        crash={noCrash}
        entry={entry}
      />
      {phase === 'failed' && error !== null && (
        <ErrorNote title={words.logs.failed} error={error}>
          <CommandButton command={logCommand('again', entry, scope, sight)} />
        </ErrorNote>
      )}
      {tellAll(words, view.state.value, 'problems').map((problem) => (
        <p key={problem.text} class="banner">
          <StatusGlyph glyph="degraded" />
          <span>
            {words.logs.problem}: <Tell as="span" sentence={problem} />
          </span>
        </p>
      ))}
      <div class="log-frame">
        <LogList
          follow={follow}
          onFollow={setFollowing}
          selected={selected}
          onSelect={setSelected}
          target={target}
          current={current}
        />
        {isEmpty && phase === 'opening' && <p class="log-empty appears-late">{words.overview.reading}</p>}
        {isEmpty && phase === 'open' && view.buffer.size() === 0 && (
          <div class="log-empty">
            <h2>{words.logs.empty}</h2>
            <p>{words.logs.emptyHint}</p>
          </div>
        )}
        {isEmpty && view.buffer.size() > 0 && (
          <div class="log-empty">
            <h2>{words.logs.noneOfLevel}</h2>
            <CommandButton
              command={levelCommand(EVERY_LEVEL, entry, scope, sight)}
              label={words.logs.showAll}
              plainIcon
            />
          </div>
        )}
        {!follow && fresh > 0 && (
          <CommandButton
            extraClass="log-fresh"
            command={logCommand('follow', entry, scope, sight)}
            label={words.logs.newLines(fresh)}
          />
        )}
      </div>
      {chosen !== undefined && chosen.id === selected && (
        <LogDetail line={chosen.line} query={view.query.value} onClose={() => setSelected(null)} />
      )}
      <div class="log-foot">
        {/* biome-ignore lint/a11y/noLabelWithoutControl: the switch inside is its input */}
        <label class="log-follow">
          <CommandSwitch
            command={logCommand(follow ? 'pause' : 'follow', entry, scope, sight)}
            label={words.logs.follow}
            on={follow}
          />
          {words.logs.follow}
        </label>
        <span class="log-sources" title={places.join('\n')}>
          {places.length > 0 && words.logs.sources(places.map(shortName).join(', '))}
        </span>
        <span class="space" />
        {dropped > 0 && <span class="log-dropped num">{words.logs.dropped(dropped)}</span>}
        <span class="num">{words.logs.lines(rows.length)}</span>
      </div>
      <SameOnCommandLine
        commands={[logCommand('follow', entry, scope, sight), logCommand('copy', entry, scope, sight)]}
      />
    </section>
  );
}

/** A file by its name, a command by its program; the tooltip has the whole. */
function shortName(place: string): string {
  return place.startsWith('journalctl') ? 'journal' : (place.split(/[\\/]/).at(-1) ?? place);
}

/** As many of the last lines as the clipboard takes. */
function lastThatFit(lines: readonly string[]): readonly string[] {
  let size = 0;
  let from = lines.length;
  while (from > 0 && size + (lines[from - 1]?.length ?? 0) + 1 <= MAX_COPIED) {
    from -= 1;
    size += (lines[from]?.length ?? 0) + 1;
  }
  return lines.slice(from);
}
