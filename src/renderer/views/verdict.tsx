import { formatAge, formatDuration, sinceIso } from '../../shared/text/format.ts';
import { gapAfter, langOf, verdictReason, verdictText } from '../../shared/text/tell.ts';
import { tell } from '../../shared/text/tell-core.ts';
import { useStore } from '../context.ts';
import { CommandButton } from '../parts/command-button.tsx';
import { glyphOf, StatusGlyph } from '../parts/icon.tsx';
import { Tell } from '../parts/tell.tsx';
import { scopeOf } from '../state/commands/all-commands.ts';
import { controlCommand } from '../state/commands/profile-commands.ts';
import { type ProfileEntry, STALE_AFTER_MS } from '../state/status.ts';
import { Actions } from './actions.tsx';
import { OperationBlock, runningOperation } from './operation-block.tsx';

/** Milliseconds since the report was made, or null when there is none. */
export function reportAge(entry: ProfileEntry, now: number): number | null {
  return sinceIso(entry.report?.checkedAt ?? null, now);
}

/** True when what is shown is too old to be told as now. */
export function isStale(entry: ProfileEntry, now: number): boolean {
  const age = reportAge(entry, now);
  return age !== null && (age > STALE_AFTER_MS || entry.problem !== null);
}

/** The second line: why, how long, and how old the knowledge is. */
function VerdictAge({ entry }: { entry: ProfileEntry }) {
  const store = useStore();
  const words = store.words.value;
  const now = store.now.value;
  const { report } = entry;
  const age = reportAge(entry, now);
  if (report === null || age === null) return null;
  if (isStale(entry, now)) {
    const level = words.level[report.verdict.level];
    return (
      <p class="num">
        {words.verdict.lastSeen(level, formatAge(age, words.units))} {words.problem.stale}
      </p>
    );
  }
  const up = report.state === 'running' && report.verdict.level !== 'external' ? sinceIso(report.since, now) : null;
  const reason = verdictReason(report, words);
  const parts = [
    up === null ? null : words.age.up(formatDuration(up, words.units)),
    age < 1500 ? words.age.checkedNow : words.age.checked(formatAge(age, words.units)),
  ];
  return (
    <p class="num">
      {reason !== null && <span lang={langOf(reason)}>{words.sentence(reason.text)}</span>}
      {reason !== null && gapAfter(reason, words)}
      {parts.filter((part) => part !== null).join(words.space)}
    </p>
  );
}

function ReadProblem({ entry }: { entry: ProfileEntry }) {
  const store = useStore();
  const words = store.words.value;
  if (entry.problem === null) return null;
  const message = tell(words, entry.problem, 'message');
  return (
    <div class="verdict-problem">
      <p>
        <Tell as="span" sentence={message} />
        {gapAfter(message, words)}
        <Tell as="span" sentence={tell(words, entry.problem, 'hint')} />
      </p>
      <CommandButton
        command={controlCommand('check', entry, scopeOf(store, entry))}
        label={words.act.tryAgain}
        plainIcon
      />
    </div>
  );
}

/** A name longer than this has its headline to itself: the actions stand below it, always, so that nothing jumps. */
const LONG_NAME = 24;

/** The verdict of a profile: glyph, sentence, age, actions; while an operation runs, its steps. `title` replaces the sentence. */
export function Verdict(props: { entry: ProfileEntry; title?: string; reason?: string; bare?: boolean }) {
  const { entry, title, reason, bare = false } = props;
  const store = useStore();
  const words = store.words.value;
  const { report } = entry;
  const name = store.settings.nameOf(entry.profile);
  const operation = runningOperation(store.operations.views.value.get(entry.profile), entry);
  const stale = isStale(entry, store.now.value);
  const problemOnly = report === null && entry.problem !== null;
  const glyph =
    operation !== null
      ? 'starting'
      : report === null
        ? problemOnly
          ? 'unknown'
          : 'stopped'
        : stale
          ? 'unknown'
          : glyphOf(report.verdict.level);
  const waiting = report === null && !problemOnly;
  const text =
    operation !== null
      ? words.operation.doing[operation.action](name)
      : report === null
        ? problemOnly
          ? words.verdict.unknown(name)
          : words.verdict.looking(name)
        : (title ?? verdictText(report, words, name));
  return (
    <section
      class={`verdict${name.length > LONG_NAME ? ' verdict-long' : ''}${stale && operation === null ? ' verdict-stale' : ''}${waiting ? ' appears-late' : ''}`}
      aria-label={words.overview.verdict}
    >
      <StatusGlyph glyph={glyph} size={20} turning={glyph === 'starting' && (operation?.steps.length ?? 0) === 0} />
      <div class="verdict-text">
        <h1>{text}</h1>
        {operation === null && (reason === undefined || stale ? <VerdictAge entry={entry} /> : <p>{reason}</p>)}
        <OperationBlock entry={entry} />
        <ReadProblem entry={entry} />
      </div>
      {!bare && operation === null && !problemOnly && <Actions entry={entry} />}
    </section>
  );
}
