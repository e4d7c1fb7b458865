import type { ControlAction, OperationResult } from '../../shared/operation.ts';
import { formatDuration } from '../../shared/text/format.ts';
import { gapAfter, tell, tellAll } from '../../shared/text/tell-core.ts';
import { useStore } from '../context.ts';
import { CommandButton } from '../parts/command-button.tsx';
import { ErrorNote } from '../parts/error-note.tsx';
import { Steps } from '../parts/steps.tsx';
import { Tell } from '../parts/tell.tsx';
import { scopeOf } from '../state/commands/all-commands.ts';
import { smallCommand, viewCommand } from '../state/commands/profile-commands.ts';
import type { OperationView } from '../state/operations.ts';
import type { ProfileEntry } from '../state/status.ts';

/** How long the sentence about a finished operation stays. */
const SAID_FOR_MS = 20_000;

export interface Running {
  readonly action: ControlAction;
  readonly steps: OperationView['steps'];
  readonly view: OperationView | null;
}

/** The operation that the verdict block shows instead of the verdict, or null. Quick ones are over before they show. */
export function runningOperation(view: OperationView | undefined, entry: ProfileEntry): Running | null {
  if (view !== undefined && view.end === null) {
    return view.shown ? { action: view.action, steps: view.steps, view } : null;
  }
  if (view !== undefined) return null;
  return entry.busy === null ? null : { action: entry.busy, steps: [], view: null };
}

function Progress({ running, entry }: { running: Running; entry: ProfileEntry }) {
  const store = useStore();
  const words = store.words.value;
  const { view } = running;
  return (
    <div class="progress">
      {view !== null && <p class="num">{formatDuration(store.now.value - view.startedAt, words.units)}</p>}
      <Steps steps={running.steps} />
      {view !== null && <CommandButton command={smallCommand('stop-waiting', entry, scopeOf(store, entry))} />}
    </div>
  );
}

/** What was seen at the end is told only while it is what is seen. */
function stillTrue({ report: then }: OperationResult, { report: now }: ProfileEntry): boolean {
  return now !== null && now.pid === then.pid && now.verdict.code === then.verdict.code;
}

/** Below the sentence: steps while it runs; afterwards what was seen, once; or what failed, with the next step. */
export function OperationBlock({ entry }: { entry: ProfileEntry }) {
  const store = useStore();
  const words = store.words.value;
  const view = store.operations.views.value.get(entry.profile);
  const running = runningOperation(view, entry);
  // The sheet shows the same steps in place; the page behind it stays quiet.
  const inSheet = store.plan.sheet.value?.profile === entry.profile;
  if (running !== null) return inSheet ? null : <Progress running={running} entry={entry} />;
  if (view === undefined || view.end === null || inSheet) return null;
  const { end } = view;
  if (end.kind === 'failed') {
    return (
      <ErrorNote title={words.operation.failed[view.action](entry.profile)} error={end.error}>
        <CommandButton command={smallCommand('dismiss', entry, scopeOf(store, entry))} />
        <CommandButton
          command={viewCommand('logs', entry, scopeOf(store, entry))}
          label={words.act.showLogs}
          plainIcon
        />
      </ErrorNote>
    );
  }
  if (end.kind === 'let-go') {
    if (store.now.value - end.at > SAID_FOR_MS) return null;
    return <p class="said">{end.tooLate ? words.operation.tooLate : words.operation.stoppedWaiting}</p>;
  }
  const { changed } = end.result;
  const message = tell(words, end.result, 'message');
  const warnings = tellAll(words, end.result, 'warnings').filter(
    (_warning, at) => !view.told.includes(end.result.warnings[at] ?? ''),
  );
  const fresh = store.now.value - end.at <= SAID_FOR_MS && stillTrue(end.result, entry);
  if (!fresh && warnings.length === 0) return null;
  return (
    <div class="said">
      {fresh && (
        <p class="num">
          <Tell as="span" sentence={message} />
          {gapAfter(message, words)}
          {changed ? words.operation.took(formatDuration(end.tookMs, words.units)) : ''}
        </p>
      )}
      {warnings.map((warning) => (
        <Tell key={warning.text} as="p" class="tone-warn" sentence={warning} />
      ))}
      {warnings.length > 0 && (
        <CommandButton kind="ghost" command={smallCommand('dismiss', entry, scopeOf(store, entry))} />
      )}
    </div>
  );
}
