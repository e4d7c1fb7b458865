import type { Words } from '../../shared/text/words.ts';
import { useStore } from '../context.ts';
import { CommandButton } from '../parts/command-button.tsx';
import { ErrorNote } from '../parts/error-note.tsx';
import { StatusGlyph } from '../parts/icon.tsx';
import { windowCommand } from '../state/commands/window-commands.ts';

/** Above every tab, while the window as a whole cannot show the truth. */
export function WindowProblem() {
  const store = useStore();
  const words = store.words.value;
  const problem = store.status.problem.value;
  if (problem === null) return null;
  return (
    <ErrorNote title={words.problem.title} error={problem}>
      <CommandButton command={windowCommand('checkAll', words)} label={words.act.tryAgain} plainIcon />
    </ErrorNote>
  );
}

/** Before the first snapshot, or when there is no profile at all. */
export function Connecting() {
  const store = useStore();
  const words = store.words.value;
  if (store.status.problem.value !== null) return null;
  const empty = store.status.snapshot.value !== null;
  return (
    <section class={`verdict appears-late${empty ? ' verdict-alone' : ''}`} aria-label={words.overview.verdict}>
      <StatusGlyph glyph={empty ? 'not-installed' : 'stopped'} size={20} />
      <div class="verdict-text">
        <h1>{empty ? words.nav.noProfile : words.problem.connecting}</h1>
        {empty && <p>{words.nav.noProfileWhy}</p>}
        {empty && <CommandButton command={windowCommand('add', words)} label={words.nav.addProfile} kind="primary" />}
      </div>
    </section>
  );
}

/** The page was opened without the app behind it. */
export function NoBridge({ words }: { words: Words }) {
  return (
    <main class="page alone">
      <h1>{words.problem.bridge}</h1>
      <p>{words.problem.bridgeHint}</p>
    </main>
  );
}
