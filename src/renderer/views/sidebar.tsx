import { useLayoutEffect, useRef, useState } from 'preact/hooks';
import { formatAge } from '../../shared/text/format.ts';
import { verdictText } from '../../shared/text/tell.ts';
import { tell } from '../../shared/text/tell-core.ts';
import type { Words } from '../../shared/text/words.ts';
import type { VerdictLevel } from '../../shared/verdict.ts';
import { useStore } from '../context.ts';
import { CommandButton } from '../parts/command-button.tsx';
import { glyphOf, Mark, StatusGlyph, TONES } from '../parts/icon.tsx';
import { LongList } from '../parts/long-list.tsx';
import { moveRoving } from '../parts/roving.ts';
import { windowCommand } from '../state/commands/window-commands.ts';
import type { ProfileEntry } from '../state/status.ts';
import { SettingsButton } from './settings/settings-page.tsx';
import { isStale, reportAge } from './verdict.tsx';

const QUIET: ReadonlySet<VerdictLevel> = new Set(['healthy', 'stopped', 'not-installed', 'starting', 'stopping']);

/** Second line of a row: only when something wants a person. */
function reasonOf(entry: ProfileEntry, words: Words, now: number, name: string): string | null {
  if (entry.problem !== null) return tell(words, entry.problem, 'message').text;
  const { report } = entry;
  if (report !== null && entry.busy === null && isStale(entry, now)) {
    const age = formatAge(reportAge(entry, now) ?? 0, words.units);
    return words.nav.lastSeen(words.level[report.verdict.level], age);
  }
  if (report === null || QUIET.has(report.verdict.level)) return null;
  const text = verdictText(report, words, name);
  const prefix = `${name} `;
  // In Japanese the name is followed by a particle.
  const short = text.startsWith(prefix) ? text.slice(prefix.length).replace(/^[がはにの]\s*/, '') : text;
  return short.charAt(0).toUpperCase() + short.slice(1);
}

function ProfileRow(props: { entry: ProfileEntry; current: boolean; stop: boolean; onFocus: () => void }) {
  const { entry, current, stop, onFocus } = props;
  const store = useStore();
  const words = store.words.value;
  const { report } = entry;
  const now = store.now.value;
  const name = store.settings.nameOf(entry.profile);
  const known = report !== null && !isStale(entry, now);
  const level: VerdictLevel = entry.busy !== null ? 'starting' : known ? report.verdict.level : 'unknown';
  const glyph = report === null && entry.problem === null && entry.busy === null ? 'stopped' : glyphOf(level);
  const reason = reasonOf(entry, words, now, name);
  const state = entry.busy !== null ? words.nav.busy : words.level[level];
  const said = [report && words.nav.port(report.port), state, reason].filter(Boolean).join(', ');
  return (
    <button
      type="button"
      class="profile"
      data-roving
      data-command={`${store.status.tab.value} ${entry.profile}`}
      aria-current={current ? 'page' : undefined}
      aria-description={said}
      title={reason ?? (name === entry.profile ? undefined : entry.profile)}
      tabIndex={stop ? 0 : -1}
      onFocus={onFocus}
      onClick={() => store.show(entry.profile)}
    >
      <StatusGlyph glyph={glyph} />
      <span class="profile-name">{name}</span> <span class="profile-port num">{report?.port}</span>{' '}
      {reason !== null && <span class={`profile-why tone-${TONES[glyph]}`}>{reason}</span>}
    </button>
  );
}

const profileOf = ({ profile }: ProfileEntry) => profile;
/** Rows with a second line are higher. */
const kindOf = ({ report, problem }: ProfileEntry) =>
  problem === null && (report === null || QUIET.has(report.verdict.level)) ? 'one line' : 'two lines';
/** `--row` in tokens.css and the pixel between rows. */
const ROW = 33;

/** From this many profiles on a field narrows the list (design: 9 rows are still seen at a glance). */
const FILTER_FROM = 9;

/** Profiles whose name, label or port holds what was typed, in any case. */
function matching(entries: readonly ProfileEntry[], typed: string, nameOf: (profile: string) => string) {
  const wanted = typed.trim().toLowerCase();
  return entries.filter(({ profile, report }) =>
    [profile, nameOf(profile), String(report?.port ?? '')].some((text) => text.toLowerCase().includes(wanted)),
  );
}

export function Sidebar() {
  const store = useStore();
  const words = store.words.value;
  const profiles = store.status.snapshot.value?.profiles ?? [];
  const selected = store.status.selected.value;
  const [focused, setFocused] = useState<string | null>(null);
  const [typed, setTyped] = useState('');
  const many = profiles.length >= FILTER_FROM;
  const shown = many ? matching(profiles, typed, store.settings.nameOf) : profiles;
  const has = (profile: string | null) => shown.some((each) => each.profile === profile);
  const stop = has(focused) ? focused : has(selected) ? selected : (shown[0]?.profile ?? null);
  const side = useRef<HTMLElement>(null);
  useLayoutEffect(() => {
    side.current?.querySelector('.profile[aria-current]')?.scrollIntoView({ block: 'nearest' });
  }, [selected]);
  return (
    <nav class="side" ref={side} aria-label={words.nav.profiles}>
      <div class="brand">
        <Mark />
        <span>{words.app.name}</span>
      </div>
      <div class="side-head">
        <h2>{words.nav.profiles}</h2>
        <CommandButton kind="icon" command={windowCommand('add', words)} label={words.nav.addProfile} />
      </div>
      {many && (
        <search class="side-filter">
          <input
            class="field"
            type="search"
            spellcheck={false}
            placeholder={words.nav.filter}
            aria-label={words.nav.filter}
            value={typed}
            onInput={(event) => setTyped(event.currentTarget.value)}
            onKeyDown={(event) => {
              const [first] = shown;
              if (event.key === 'Escape' && typed !== '') setTyped('');
              else if (event.key === 'Enter' && first !== undefined) store.show(first.profile);
            }}
          />
          <span class="vh" role="status">
            {typed.trim() === '' ? '' : words.nav.shown(shown.length, profiles.length)}
          </span>
        </search>
      )}
      {many && shown.length === 0 && <p class="side-empty">{words.nav.noMatch}</p>}
      {store.status.snapshot.value !== null && profiles.length === 0 && <p class="side-empty">{words.nav.noProfile}</p>}
      <LongList
        class="profiles"
        items={shown}
        keyOf={profileOf}
        kindOf={kindOf}
        guess={ROW}
        keep={[stop, selected]}
        onKeyDown={(event) => void moveRoving(event, 'vertical')}
        render={(entry) => (
          <ProfileRow
            entry={entry}
            current={entry.profile === selected && store.settings.tab.value === null}
            stop={entry.profile === stop}
            onFocus={() => setFocused(entry.profile)}
          />
        )}
      />
      <SettingsButton />
    </nav>
  );
}
