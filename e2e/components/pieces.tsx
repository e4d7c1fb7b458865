/** The larger pieces: what a page is put together from. */
import { DataTable } from '../../src/renderer/parts/data-table.tsx';
import { ErrorNote } from '../../src/renderer/parts/error-note.tsx';
import { Evidence } from '../../src/renderer/parts/evidence.tsx';
import { SectionHead } from '../../src/renderer/parts/section-head.tsx';
import { Steps } from '../../src/renderer/parts/steps.tsx';
import { Tell } from '../../src/renderer/parts/tell.tsx';
import type { Store } from '../../src/renderer/state/store.ts';
import { AlsoNoticed, CauseCard } from '../../src/renderer/views/cause-card.tsx';
import { Channels } from '../../src/renderer/views/channels.tsx';
import { DiffView } from '../../src/renderer/views/diff-view.tsx';
import { FactLineView } from '../../src/renderer/views/fact-line.tsx';
import { FirstRun } from '../../src/renderer/views/first-run.tsx';
import { LogDetail } from '../../src/renderer/views/log-detail.tsx';
import { LogRowView } from '../../src/renderer/views/log-row.tsx';
import { Connecting } from '../../src/renderer/views/problem.tsx';
import { Setting } from '../../src/renderer/views/settings/setting.tsx';
import { Sidebar } from '../../src/renderer/views/sidebar.tsx';
import { Snapshot } from '../../src/renderer/views/snapshot.tsx';
import { TimelineSection } from '../../src/renderer/views/timeline.tsx';
import { Verdict } from '../../src/renderer/views/verdict.tsx';
import type { HealthSnapshot } from '../../src/shared/health.ts';
import type { StatusSnapshot } from '../../src/shared/ipc/contract.ts';
import { fail } from '../../src/shared/outcome.ts';
import type { StatusReport } from '../../src/shared/status-report.ts';
import { crowded } from '../ui/fixture-crowded.ts';
import * as fixtures from '../ui/fixtures.ts';
import { Shelf, Specimen } from './shelf.tsx';
import { type Answers, NOW, Stage } from './stage.tsx';

const never = () => new Promise<never>(() => {});
const entryOf = (report: StatusReport | null, busy: 'restart' | null = null) => ({
  profile: report?.profile ?? 'default',
  report,
  problem: null,
  busy,
});

const LEVELS: Readonly<Record<string, StatusReport>> = {
  healthy: fixtures.healthy(NOW),
  starting: fixtures.starting(NOW),
  degraded: fixtures.tokenRefused(NOW),
  failed: fixtures.crashLoop(NOW),
  'failed, port taken': fixtures.portTaken(NOW),
  stopped: fixtures.stopped(NOW),
  'not installed': fixtures.notInstalled(NOW),
  unknown: fixtures.unknown(NOW),
  stale: fixtures.healthy(NOW - 240_000),
};

const FAILURE = fail(
  'not-verified',
  'A new process started, but it did not answer within 45 s.',
  'Look at the last log lines; the process still runs.',
  ['connect 127.0.0.1:18789: ECONNREFUSED (12 times)'],
);

function Verdicts() {
  const restart = (store: Store) => void store.operations.run('restart', 'default');
  const staged = (answers: Answers) => (
    <Stage answers={answers} prepare={restart}>
      <Verdict entry={entryOf(fixtures.healthy(NOW))} />
    </Stage>
  );
  return (
    <Shelf
      title="Verdict"
      note="One sentence, its age, and what can be done. While something is done, its steps stand here."
    >
      {Object.entries(LEVELS).map(([name, report]) => (
        <Specimen key={name} name={name}>
          {() => (
            <Stage>
              <Verdict entry={entryOf(report)} />
            </Stage>
          )}
        </Specimen>
      ))}
      <Specimen name="being read">
        {() => (
          <Stage>
            <Verdict entry={entryOf(null)} />
          </Stage>
        )}
      </Specimen>
      <Specimen name="could not be read">
        {() => (
          <Stage>
            <Verdict
              entry={{
                ...entryOf(null),
                problem: { code: 'config-unreadable', message: 'The configuration of default cannot be read.' },
              }}
            />
          </Stage>
        )}
      </Specimen>
      <Specimen name="restarting">{() => staged({ 'operation.run': never })}</Specimen>
      <Specimen name="restart failed">{() => staged({ 'operation.run': () => FAILURE })}</Specimen>
    </Shelf>
  );
}

function Lines() {
  return (
    <Shelf title="The line of facts" note="It is cut where the truth breaks.">
      {Object.entries(LEVELS).map(([name, report]) => (
        <Specimen key={name} name={name}>
          {() => (
            <Stage>
              <FactLineView report={report} />
            </Stage>
          )}
        </Specimen>
      ))}
    </Shelf>
  );
}

function Causes() {
  const { diagnoses, ...report } = fixtures.tokenRefused(NOW);
  const [cause, ...others] = diagnoses;
  const entry = entryOf({ ...report, diagnoses });
  if (cause === undefined) throw new Error('The fixture has a cause.');
  return (
    <Shelf title="Cause card, findings, notes">
      <Specimen name="cause">
        {() => (
          <Stage>
            <CauseCard entry={entry} cause={cause} primary />
          </Stage>
        )}
      </Specimen>
      <Specimen name="cause, busy">
        {() => (
          <Stage>
            <CauseCard entry={{ ...entry, busy: 'restart' }} cause={cause} primary />
          </Stage>
        )}
      </Specimen>
      <Specimen name="also noticed">
        {() => (
          <Stage>
            <AlsoNoticed entry={entry} findings={others} />
          </Stage>
        )}
      </Specimen>
      <Specimen name="error note">
        {() => (
          <Stage>{FAILURE.ok ? null : <ErrorNote title="default was not restarted" error={FAILURE.error} />}</Stage>
        )}
      </Specimen>
      <Specimen name="evidence">
        {() => (
          <Stage>
            <Evidence lines={['openclaw.json was saved at 11:20:41', 'the gateway has run since 10:02:11']} />
          </Stage>
        )}
      </Specimen>
    </Shelf>
  );
}

const STEP_STATES = ['done', 'now', 'waiting', 'failed', 'skipped'] as const;

function Progress() {
  return (
    <Shelf title="Steps">
      {STEP_STATES.map((state) => (
        <Specimen key={state} name={state}>
          {() => (
            <Stage>
              <Steps
                steps={[
                  { id: state, label: 'A new process owns port 18789', state, ms: state === 'done' ? 6_600 : null },
                ]}
              />
            </Stage>
          )}
        </Specimen>
      ))}
      <Specimen name="a restart">
        {() => (
          <Stage>
            <Steps steps={fixtures.restartSteps} />
          </Stage>
        )}
      </Specimen>
    </Shelf>
  );
}

function Health() {
  const { health } = fixtures.healthy(NOW);
  const old = fixtures.healthy(NOW - 400_000).health;
  const many = crowded(NOW, 12).health;
  if (health === null || old === null || many === null) throw new Error('The fixtures have health.');
  const shown: readonly (readonly [string, HealthSnapshot])[] = [
    ['channels', health],
    ['channels, old', old],
    ['channels, none', { ...health, channels: [] }],
    ['channels, not said', { ...health, channels: null }],
    ['channels, many', many],
  ];
  return (
    <Shelf title="Tables and numbers">
      {shown.map(([name, value]) => (
        <Specimen key={name} name={name}>
          {() => (
            <Stage>
              <Channels health={value} />
            </Stage>
          )}
        </Specimen>
      ))}
      <Specimen name="table without hits">
        {() => (
          <Stage>
            <DataTable title="Channels" columns={['Channel', 'State', 'Last message']} rows={[]} stale={false} />
          </Stage>
        )}
      </Specimen>
      <Specimen name="snapshot">
        {() => (
          <Stage>
            <Snapshot report={fixtures.healthy(NOW)} />
          </Stage>
        )}
      </Specimen>
      <Specimen name="last run">
        {() => (
          <Stage>
            <Snapshot report={fixtures.crashLoop(NOW)} />
          </Stage>
        )}
      </Specimen>
    </Shelf>
  );
}

function Timelines() {
  const entry = entryOf(fixtures.healthy(NOW));
  const shown = (answers: Answers) => (
    <Stage answers={answers}>
      <TimelineSection entry={entry} report={fixtures.healthy(NOW)} />
    </Stage>
  );
  return (
    <Shelf title="Timeline" note="Bad stretches are taller, so that shape tells too.">
      <Specimen name="a day">{() => shown({})}</Specimen>
      <Specimen name="being read">{() => shown({ 'timeline.read': never })}</Specimen>
      <Specimen name="could not be read">
        {() => shown({ 'timeline.read': () => fail('internal', 'The records cannot be read.') })}
      </Specimen>
    </Shelf>
  );
}

function Logs() {
  const lines = [...fixtures.logLines(NOW), ...fixtures.stackLines(NOW)];
  const ofLevel = (level: string) => lines.find((line) => line.level === level && line.time !== null);
  const rows = (['info', 'warn', 'error'] as const).flatMap((level) => {
    const line = ofLevel(level);
    return line === undefined ? [] : [{ name: level, line, selected: false, query: '', current: false }];
  });
  const [first] = rows;
  const all =
    first === undefined
      ? []
      : [
          ...rows,
          { ...first, name: 'selected', selected: true },
          { ...first, name: 'match', query: 'listening' },
          { ...first, name: 'match that was gone to', query: 'listening', current: true },
        ];
  return (
    <Shelf title="Log rows">
      {all.map(({ name, line, selected, query, current }) => (
        <Specimen key={name} name={name}>
          {() => (
            <Stage>
              <div class="log-list">
                <LogRowView
                  row={{ id: 1, line }}
                  query={query}
                  current={current}
                  selected={selected}
                  onSelect={() => {}}
                />
              </div>
            </Stage>
          )}
        </Specimen>
      ))}
      {first !== undefined && (
        <Specimen name="one whole line">
          {() => (
            <Stage>
              <LogDetail line={first.line} query="" onClose={() => {}} />
            </Stage>
          )}
        </Specimen>
      )}
    </Shelf>
  );
}

const lists: readonly (readonly [string, StatusSnapshot])[] = [
  [
    'profiles',
    fixtures.snapshotOf(1, [fixtures.healthy(NOW), fixtures.crashLoop(NOW), fixtures.stopped(NOW, 'dev', 19_001)]),
  ],
  ['no profile', fixtures.snapshotOf(1, [])],
  [
    'nine and more',
    fixtures.snapshotOf(
      1,
      Array.from({ length: 9 }, (_, at) => fixtures.healthy(NOW, `team-${at}`, 20_000 + 120 * at)),
    ),
  ],
];

function Rest() {
  const diff = fixtures.installPlan().files[0];
  return (
    <>
      <Shelf title="Sidebar">
        {lists.map(([name, snapshot]) => (
          <Specimen key={name} name={name}>
            {() => (
              <Stage snapshot={snapshot}>
                <Sidebar />
              </Stage>
            )}
          </Specimen>
        ))}
        <Specimen name="row, hover" held="hover" target=".profile:not([aria-current])">
          {() => (
            <Stage snapshot={fixtures.snapshotOf(1, [fixtures.healthy(NOW), fixtures.stopped(NOW, 'dev', 19_001)])}>
              <Sidebar />
            </Stage>
          )}
        </Specimen>
      </Shelf>
      <Shelf title="Empty and waiting">
        <Specimen name="no profile">
          {() => (
            <Stage snapshot={fixtures.snapshotOf(1, [])}>
              <Connecting />
            </Stage>
          )}
        </Specimen>
        <Specimen name="nothing answered yet">
          {() => (
            <Stage answers={{ 'status.snapshot': never }}>
              <Connecting />
            </Stage>
          )}
        </Specimen>
      </Shelf>
      <Shelf title="First run">
        <Specimen name="all there">
          {() => (
            <Stage snapshot={fixtures.snapshotOf(1, [fixtures.notInstalled(NOW)])}>
              <FirstRun entry={entryOf(fixtures.notInstalled(NOW))} report={fixtures.notInstalled(NOW)} />
            </Stage>
          )}
        </Specimen>
      </Shelf>
      <Shelf title="Section head">
        <Specimen name="with an age">
          {() => (
            <SectionHead title="Channels">
              <span class="aside t3 num">As of 3 s ago.</span>
            </SectionHead>
          )}
        </Specimen>
      </Shelf>
      <Shelf title="Sentence of the core">
        <Specimen name="in the language of the page">
          {() => <Tell as="p" sentence={{ text: 'It runs since this morning.', foreign: false }} />}
        </Specimen>
        <Specimen name="in another one">
          {() => <Tell as="p" sentence={{ text: 'It runs since this morning.', foreign: true }} />}
        </Specimen>
      </Shelf>
      <Shelf title="Setting">
        <Specimen name="with its reason">
          {() => (
            <Setting name="Show notifications" why="Only when a verdict changes.">
              <span class="t2">on</span>
            </Setting>
          )}
        </Specimen>
        <Specimen name="with a note">
          {() => (
            <Setting name="Start at login" why="In the tray." note="It was turned off in the system’s own settings.">
              <span class="t2">off</span>
            </Setting>
          )}
        </Specimen>
      </Shelf>
      {diff !== undefined && (
        <Shelf title="Difference">
          <Specimen name="folded">
            {() => (
              <Stage>
                <DiffView file={diff} folded />
              </Stage>
            )}
          </Specimen>
          <Specimen name="whole">
            {() => (
              <Stage>
                <DiffView file={diff} folded={false} />
              </Stage>
            )}
          </Specimen>
        </Shelf>
      )}
    </>
  );
}

export function Pieces() {
  return (
    <>
      <Verdicts />
      <Lines />
      <Causes />
      <Progress />
      <Health />
      <Timelines />
      <Logs />
      <Rest />
    </>
  );
}
