import { useStore } from '../context.ts';
import { findingsOf, startIsPrimary } from '../state/causes.ts';
import { scopeOf } from '../state/commands/all-commands.ts';
import { pageCommands } from '../state/commands/profile-commands.ts';
import type { ProfileEntry } from '../state/status.ts';
import { AlsoNoticed, CauseCard } from './cause-card.tsx';
import { Channels, Nodes } from './channels.tsx';
import { SameOnCommandLine } from './command-list.tsx';
import { FactLineView } from './fact-line.tsx';
import { FirstRun } from './first-run.tsx';
import { LastLines } from './last-lines.tsx';
import { runningOperation } from './operation-block.tsx';
import { Snapshot } from './snapshot.tsx';
import { TimelineSection } from './timeline.tsx';
import { isStale, Verdict } from './verdict.tsx';

/** The first tab: verdict, the line of facts, then the cause when something is wrong or the details when all is well. */
export function Overview({ entry }: { entry: ProfileEntry }) {
  const store = useStore();
  const { report } = entry;
  if (report === null) return <Verdict entry={entry} />;
  if (report.verdict.level === 'not-installed') return <FirstRun entry={entry} report={report} />;
  const { cause, others } = findingsOf(report);
  // While something changes, what was read before it is told as past, too.
  const past =
    isStale(entry, store.now.value) ||
    runningOperation(store.operations.views.value.get(entry.profile), entry) !== null;
  return (
    <>
      <Verdict entry={entry} />
      <div class={past ? 'below below-stale' : 'below'}>
        <FactLineView report={report} />
        {cause !== null && (
          <CauseCard
            entry={entry}
            cause={cause}
            primary={report.verdict.level !== 'stopped' || !startIsPrimary(report)}
          />
        )}
        <AlsoNoticed entry={entry} findings={others} />
        <div class="cols">
          {report.health !== null && <Channels health={report.health} />}
          <Snapshot report={report} />
        </div>
        <TimelineSection entry={entry} report={report} />
        {report.health !== null && (report.health.nodes?.length ?? 0) > 0 && <Nodes health={report.health} />}
        <LastLines entry={entry} report={report} />
        <SameOnCommandLine commands={pageCommands(entry, scopeOf(store, entry))} />
      </div>
    </>
  );
}
