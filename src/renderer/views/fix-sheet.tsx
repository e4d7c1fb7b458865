import { useStore } from '../context.ts';
import { Button } from '../parts/button.tsx';
import { ErrorNote } from '../parts/error-note.tsx';
import { Evidence } from '../parts/evidence.tsx';
import { Modal } from '../parts/modal.tsx';
import { shellText } from '../state/shim.ts';

/** What a cure is going to do, before it is agreed to. */
export function FixSheetView() {
  const store = useStore();
  const words = store.words.value;
  const { diagnose } = store;
  const sheet = diagnose.fixSheet.value;
  if (sheet === null) return null;
  const { plan, phase, error } = sheet;
  const apply = () =>
    void diagnose.runFix().then((message) => {
      if (message !== null) store.say(words.diagnose.cured(message));
    });
  return (
    <Modal labelledBy="fix-title" onClose={diagnose.closeFix} onApply={apply} extraClass="sheet-small">
      <header>
        <h1 id="fix-title" data-focus-first tabIndex={-1}>
          {words.diagnose.fixTitle}
        </h1>
        <p class="t2">{plan?.diagnosis.title ?? '\u00a0'}</p>
      </header>
      <div class="fix-body">
        {phase === 'planning' && <p class="t2 appears-late">{words.diagnose.planning}</p>}
        {phase === 'gone' && <p>{words.diagnose.gone}</p>}
        {plan !== null && (
          <>
            <ol class="fix-steps" aria-label={words.diagnose.steps}>
              {plan.steps.map((step) => (
                <li key={step}>{step}</li>
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
        {phase === 'running' && <p class="t2">{words.diagnose.doing}</p>}
        {error !== null && <ErrorNote title={words.diagnose.fixFailed} error={error} />}
      </div>
      <footer>
        <span class="space" />
        <Button label={phase === 'plan' ? words.act.cancel : words.act.close} onPress={diagnose.closeFix} />
        {phase === 'plan' && <Button kind="primary" label={words.diagnose.doIt} onPress={apply} />}
      </footer>
    </Modal>
  );
}
