import { langOf } from '../../shared/text/tell.ts';
import { tell, tellAll } from '../../shared/text/tell-core.ts';
import type { Words } from '../../shared/text/words.ts';
import { useStore } from '../context.ts';
import { Button } from '../parts/button.tsx';
import { ErrorNote } from '../parts/error-note.tsx';
import { Evidence } from '../parts/evidence.tsx';
import { Modal } from '../parts/modal.tsx';
import { Steps } from '../parts/steps.tsx';
import { Tell } from '../parts/tell.tsx';
import type { FixSheet } from '../state/fix-sheet.ts';
import { shellText } from '../state/shim.ts';
import { useFindingWords } from './cause-card.tsx';

/** What is going to be done, before it is agreed to; then its steps as they are done. */
function Doing({ sheet: { plan, phase, steps, error, tooLate } }: { sheet: FixSheet }) {
  const words = useStore().words.value;
  const said = phase === 'let-go' ? words.operation.stoppedWaiting : tooLate ? words.operation.tooLate : '';
  return (
    <div class="fix-body">
      {phase === 'planning' && <p class="t2 appears-late">{words.diagnose.planning}</p>}
      {phase === 'gone' && <p>{words.diagnose.gone}</p>}
      {plan !== null && steps.length === 0 && (
        <>
          <ol class="fix-steps" aria-label={words.diagnose.steps}>
            {tellAll(words, plan, 'steps').map((step) => (
              <Tell key={step.text} as="li" sentence={step} />
            ))}
          </ol>
          {plan.commands.length > 0 && (
            <>
              <h2>{words.diagnose.commands}</h2>
              <Evidence lines={plan.commands.map(shellText)} />
            </>
          )}
          {plan.privileges === 'administrator' && <p class="t2">{words.diagnose.administrator}</p>}
        </>
      )}
      {phase === 'running' && steps.length === 0 && <p class="t2">{words.diagnose.doing}</p>}
      {steps.length > 0 && <Steps steps={steps} />}
      {(phase === 'running' || phase === 'let-go') && (
        <p class="t2" role="status">
          {said}
        </p>
      )}
      {error !== null && <ErrorNote title={words.diagnose.fixFailed} error={error} />}
    </div>
  );
}

/** What is ahead, what goes on, what is behind. */
function headingOf({ phase, operationId }: FixSheet, { diagnose }: Words): string {
  if (phase === 'running') return diagnose.fixRunning;
  return operationId === '' ? diagnose.fixTitle : diagnose.fixDone;
}

/** The sheet of a cure. */
export function FixSheetView() {
  const store = useStore();
  const words = store.words.value;
  const { diagnose } = store;
  const sheet = diagnose.fix.sheet.value;
  const profiles = store.status.snapshot.value?.profiles ?? [];
  const told = useFindingWords(profiles.find(({ profile }) => profile === sheet?.profile)?.report ?? null);
  if (sheet === null) return null;
  const { plan, phase } = sheet;
  const title = plan === null ? null : told.title(plan.diagnosis);
  const verb = plan === null ? null : told.label(plan.fix);
  const command = phase !== 'plan' || plan === null || plan.fix.kind === 'advice' ? null : shellText(plan.fix.command);
  const apply = () =>
    void diagnose.fix.run().then((result) => {
      if (result !== null) store.say(words.diagnose.cured(tell(words, result, 'message').text));
    });
  return (
    <Modal labelledBy="fix-title" onClose={diagnose.fix.close} onApply={apply} extraClass="sheet-small">
      <header>
        <h1 id="fix-title" data-focus-first tabIndex={-1}>
          {headingOf(sheet, words)}
        </h1>
        <p class="t2" lang={title === null ? undefined : langOf(title)}>
          {title?.text ?? '\u00a0'}
        </p>
      </header>
      <Doing sheet={sheet} />
      <footer>
        {command !== null && (
          <Button
            kind="ghost"
            icon="copy"
            label={words.act.copyCommand}
            hint={command}
            onPress={() => void store.copy(command)}
          />
        )}
        <span class="space" />
        {phase === 'running' && !sheet.tooLate && (
          <Button label={words.act.stopWaiting} onPress={() => void diagnose.fix.stopWaiting()} />
        )}
        <Button label={phase === 'plan' ? words.act.cancel : words.act.close} onPress={diagnose.fix.close} />
        {phase === 'plan' && verb !== null && (
          // Its plan is on the sheet: nothing more is asked, so the ellipsis goes.
          <Button kind="primary" label={verb.text.replace(/…$/, '')} lang={langOf(verb)} onPress={apply} />
        )}
      </footer>
    </Modal>
  );
}
