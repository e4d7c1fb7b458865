import { useState } from 'preact/hooks';
import { portOfCommand } from '../../shared/gateway-command.ts';
import type { Plan } from '../../shared/plan.ts';
import { tellAll } from '../../shared/text/tell-core.ts';
import { useStore } from '../context.ts';
import { Button } from '../parts/button.tsx';
import { ErrorNote } from '../parts/error-note.tsx';
import { Modal } from '../parts/modal.tsx';
import { Steps } from '../parts/steps.tsx';
import { Tell } from '../parts/tell.tsx';
import { type PlanSheet, planNames } from '../state/plan-sheet.ts';
import { shellText, shimCommand } from '../state/shim.ts';
import type { Store } from '../state/store.ts';
import { DiffView } from './diff-view.tsx';
import { PlanList } from './plan-list.tsx';

/** True when applying it would change nothing on disk and run nothing. */
function changesNothing(plan: Plan): boolean {
  return (
    plan.files.every((file) => file.change === 'unchanged') &&
    plan.configEdits.length === 0 &&
    plan.commands.length === 0
  );
}

function PlanBody({
  plan,
  file,
  onFile,
  folded,
}: {
  plan: Plan;
  file: number;
  onFile: (at: number) => void;
  folded: boolean;
}) {
  const words = useStore().words.value;
  const shown = plan.files[file];
  return (
    <div class="plan">
      <PlanList plan={plan} file={file} onFile={onFile} />
      <div class="plan-detail">
        {plan.warnings.length > 0 && (
          <ul class="plan-warnings" aria-label={words.plan.warnings}>
            {tellAll(words, plan, 'warnings').map((warning) => (
              <Tell key={warning.text} as="li" sentence={warning} />
            ))}
          </ul>
        )}
        {shown === undefined ? (
          <p class="empty">{changesNothing(plan) ? words.plan.nothing : ''}</p>
        ) : (
          <DiffView file={shown} folded={folded} />
        )}
      </div>
    </div>
  );
}

function Middle(props: { sheet: PlanSheet; file: number; onFile: (at: number) => void; folded: boolean }) {
  const { sheet } = props;
  const store = useStore();
  const words = store.words.value;
  if (sheet.phase !== 'plan') {
    const steps = store.operations.views.value.get(sheet.profile)?.steps ?? [];
    return (
      <div class="plan-steps">
        {steps.length === 0 && sheet.phase === 'steps' && <p class="t2 appears-late">{words.plan.preparing}</p>}
        <Steps steps={steps} />
        {sheet.error !== null && (
          <ErrorNote title={words.operation.failed[sheet.action](sheet.profile)} error={sheet.error} />
        )}
      </div>
    );
  }
  if (sheet.error !== null) {
    return (
      <div class="plan-steps">
        <ErrorNote title={words.plan.failed} error={sheet.error} />
      </div>
    );
  }
  if (sheet.plan === null) return <p class="plan-steps t2 appears-late">{words.plan.computing}</p>;
  return <PlanBody plan={sheet.plan} file={props.file} onFile={props.onFile} folded={props.folded} />;
}

/** The free port that a refusal names in its next step; null when it names none. */
function proposedPort({ error, options }: PlanSheet): number | null {
  const port = portOfCommand((error?.hint ?? '').split(/[\s.,;]+/));
  return port === options.port ? null : port;
}

/** False when it is not known, too: then the plan is called an installation. */
function isInstalled(store: Store, { profile }: PlanSheet): boolean {
  return store.status.snapshot.value?.profiles.find((each) => each.profile === profile)?.report?.installed === true;
}

function Foot({ sheet }: { sheet: PlanSheet }) {
  const store = useStore();
  const words = store.words.value;
  const { plan } = store;
  const command = shellText(shimCommand(sheet.profile, sheet.action, sheet.options));
  const again = () => void plan.open(sheet.action, sheet.profile, sheet.options);
  const applying = sheet.phase === 'steps';
  const proposed = sheet.action === 'install' ? proposedPort(sheet) : null;
  const nothing = sheet.plan !== null && changesNothing(sheet.plan);
  return (
    <footer>
      <Button
        kind="ghost"
        icon="copy"
        label={words.act.copyCommand}
        hint={command}
        onPress={() => void store.copy(command)}
      />
      <span class="space" />
      {sheet.phase === 'plan' && (
        <Button
          kind={nothing ? 'primary' : 'plain'}
          label={nothing ? words.act.close : words.act.cancel}
          onPress={plan.close}
        />
      )}
      {applying && (
        <Button label={words.act.stopWaiting} onPress={() => void store.operations.stopWaiting(sheet.profile)} />
      )}
      {sheet.phase === 'failed' && <Button label={words.act.close} onPress={plan.close} />}
      {sheet.error !== null && (
        <Button kind={proposed === null ? 'primary' : 'plain'} label={words.act.tryAgain} onPress={again} />
      )}
      {proposed !== null && (
        <Button
          kind="primary"
          label={words.act.usePort(proposed)}
          onPress={() => void plan.open(sheet.action, sheet.profile, { ...sheet.options, port: proposed })}
        />
      )}
      {sheet.phase === 'plan' && sheet.error === null && !nothing && (
        <Button
          kind="primary"
          label={planNames(words, sheet, isInstalled(store, sheet)).apply}
          off={sheet.plan === null ? words.plan.computing : null}
          onPress={() => void plan.apply()}
        >
          <span class="key" aria-hidden="true">
            {store.status.info.value?.platform === 'darwin' ? '⌘' : 'Ctrl'} ↵
          </span>
        </Button>
      )}
    </footer>
  );
}

function OpenSheet({ sheet }: { sheet: PlanSheet }) {
  const store = useStore();
  const words = store.words.value;
  const [file, setFile] = useState(0);
  const [folded, setFolded] = useState(true);
  const { plan } = sheet;
  const lead =
    plan === null || changesNothing(plan)
      ? null
      : sheet.action === 'install'
        ? words.plan.lead.install(plan.serviceName, plan.port)
        : words.plan.lead.uninstall(plan.serviceName);
  return (
    <Modal
      labelledBy="plan-title"
      onClose={store.plan.close}
      onApply={() => (plan !== null && changesNothing(plan) ? store.plan.close() : void store.plan.apply())}
      onKey={(key) => {
        if (key.toLowerCase() === 'd') setFolded(!folded);
      }}
    >
      <header>
        {/* Focus begins on the title: nothing is applied by a key that was meant for the page before. */}
        <h1 id="plan-title" data-focus-first tabIndex={-1}>
          {sheet.phase === 'plan'
            ? planNames(words, sheet, isInstalled(store, sheet)).title
            : words.operation.doing[sheet.action](sheet.profile)}
        </h1>
        <p class="t2">{lead ?? '\u00a0'}</p>
      </header>
      <Middle sheet={sheet} file={file} onFile={setFile} folded={folded} />
      <Foot sheet={sheet} />
    </Modal>
  );
}

export function PlanSheetView() {
  const sheet = useStore().plan.sheet.value;
  return sheet === null ? null : <OpenSheet key={`${sheet.action} ${sheet.profile}`} sheet={sheet} />;
}
