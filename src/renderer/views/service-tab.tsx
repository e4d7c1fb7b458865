import type { StatusReport } from '../../shared/status-report.ts';
import { tell } from '../../shared/text/tell.ts';
import type { Words } from '../../shared/text/words.ts';
import { useStore } from '../context.ts';
import { CommandButton } from '../parts/command-button.tsx';
import { CopyLine } from '../parts/copy.tsx';
import { ErrorNote } from '../parts/error-note.tsx';
import { StatusGlyph } from '../parts/icon.tsx';
import { Tell } from '../parts/tell.tsx';
import { Row, Truth } from '../parts/truth-row.tsx';
import { scopeOf } from '../state/commands/all-commands.ts';
import { serviceCommands, smallCommand } from '../state/commands/profile-commands.ts';
import type { ProfileEntry } from '../state/status.ts';
import { SameOnCommandLine } from './command-list.tsx';
import { Definition } from './definition.tsx';
import { ExtraServices } from './extra-services.tsx';
import { KeepsRunning } from './keeps-running.tsx';
import { isStale, Verdict } from './verdict.tsx';

function Path({ path, words }: { path: string | null; words: Words }) {
  return path === null ? (
    <span class="t3">{words.fact.none}</span>
  ) : (
    <CopyLine text={path} label={words.service.copyPath} />
  );
}

function PathPair({ name, pair, words }: { name: string; pair: StatusReport['configPath']; words: Words }) {
  const differs = pair.service !== null && pair.service !== pair.cli;
  return (
    <>
      <Row name={name}>
        <Path path={pair.cli} words={words} />
        {!differs && (
          <span class="t3 sm">{pair.service === null ? words.service.serviceSilent : words.service.same}</span>
        )}
      </Row>
      {differs && (
        <Row name={words.service.inService}>
          <Path path={pair.service} words={words} />
          <span class="chip chip-warn">{words.service.differs}</span>
        </Row>
      )}
    </>
  );
}

/** What the last deep look found; before there was one, how to look. */
function Extra({ entry, report }: { entry: ProfileEntry; report: StatusReport }) {
  const store = useStore();
  const words = store.words.value;
  const look = store.diagnose.look.value;
  const mine = look?.profile === report.profile ? look : null;
  const extras = report.extraServices ?? mine?.found?.report.extraServices ?? null;
  return (
    <section class="sec">
      <h2>{words.service.extra}</h2>
      {extras !== null && extras.length > 0 ? (
        <ExtraServices entry={entry} extras={extras} />
      ) : (
        <p class="t3 extra-none" role="status">
          {extras === null ? words.extra.notLooked : words.extra.none}
        </p>
      )}
      <div class="acts extra-acts">
        <CommandButton
          command={{ ...smallCommand('look', entry, scopeOf(store, entry)), icon: 'search' }}
          label={words.extra.look}
        />
      </div>
      {mine?.error != null && <ErrorNote title={words.diagnose.failed} error={mine.error} />}
    </section>
  );
}

/** The service as it is: where it is defined, what it starts, whether it survives, which files it uses. */
export function ServiceTab({ entry }: { entry: ProfileEntry }) {
  const store = useStore();
  const words = store.words.value;
  const { report } = entry;
  if (report === null) return <Verdict entry={entry} bare />;
  const { program, auth } = report;
  const stale = isStale(entry, store.now.value);
  return (
    <div class={stale ? 'below below-stale service' : 'service'}>
      {report.installed !== false && <h1 class="vh">{words.service.of(store.settings.nameOf(report.profile))}</h1>}
      {report.installed === false && (
        <section class="verdict" aria-label={words.overview.verdict}>
          <StatusGlyph glyph="not-installed" size={20} />
          <div class="verdict-text">
            <h1>{words.service.none}</h1>
            <p>{words.service.noneHint}</p>
          </div>
        </section>
      )}
      <section class="sec">
        <h2>{words.service.title}</h2>
        <dl class="kv">
          <Row name={words.service.name}>
            <span class="mono">{report.serviceName}</span>
          </Row>
          <Row name={words.service.supervisor}>{words.supervisor[report.supervisor].name}</Row>
          {report.account !== null && <Row name={words.service.account}>{report.account}</Row>}
          <Row name={words.service.file}>
            <Path path={report.definitionPath} words={words} />
          </Row>
          {report.installed !== false && (
            <Row name={words.service.enabled}>
              <Truth value={report.enabled} words={words} />
            </Row>
          )}
          <Row name={words.service.url}>
            <CopyLine text={report.gatewayUrl} label={words.act.copyAddress} />
            <span class="t3 sm">{words.service.portSource[report.portSource]}</span>
          </Row>
          <Row name={words.service.token}>
            {auth.source === null ? (
              <span class="t3">{auth.mode === 'none' ? words.fact.none : words.service.unknown}</span>
            ) : (
              <span>{words.service.tokenFrom(auth.source)}</span>
            )}
            {auth.problem !== null && <Tell as="span" class="chip chip-warn" sentence={tell(words, auth, 'problem')} />}
          </Row>
        </dl>
      </section>
      <KeepsRunning report={report} />
      <section class="sec">
        <h2>{words.service.program}</h2>
        <dl class="kv">
          <Row name={words.service.runtime}>
            <Path path={program.runtime} words={words} />
          </Row>
          <Row name={words.service.entry}>
            <Path path={program.entry} words={words} />
          </Row>
          <Row name={words.service.version}>
            {program.openclawVersion === null ? (
              <span class="t3">{words.service.unknown}</span>
            ) : (
              <span class="mono">{program.openclawVersion}</span>
            )}
          </Row>
        </dl>
      </section>
      <section class="sec">
        <h2>{words.service.paths}</h2>
        <dl class="kv">
          <PathPair name={words.service.configCli} pair={report.configPath} words={words} />
          <PathPair name={words.service.stateCli} pair={report.statePath} words={words} />
          {report.logPaths.length > 0 && (
            <Row name={words.service.logs}>
              {report.logPaths.map((path) => (
                <Path key={path} path={path} words={words} />
              ))}
            </Row>
          )}
        </dl>
      </section>
      {report.installed !== false && <Definition entry={entry} report={report} />}
      <Extra entry={entry} report={report} />
      <SameOnCommandLine
        commands={[
          ...serviceCommands(entry, scopeOf(store, entry)),
          { ...smallCommand('look', entry, scopeOf(store, entry)), label: words.extra.look },
        ]}
      />
    </div>
  );
}
