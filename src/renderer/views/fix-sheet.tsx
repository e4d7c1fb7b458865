import { langOf } from '../../shared/text/tell.ts';
import { tell, tellAll } from '../../shared/text/tell-core.ts';
import { useStore } from '../context.ts';
import { Button } from '../parts/button.tsx';
import { ErrorNote } from '../parts/error-note.tsx';
import { Evidence } from '../parts/evidence.tsx';
import { Modal } from '../parts/modal.tsx';
import { Tell } from '../parts/tell.tsx';
import { shellText } from '../state/shim.ts';
import { useFindingWords } from './cause-card.tsx';

/** What a cure is going to do, before it is agreed to. */
export function FixSheetView() {
  const store = useStore();
  const words = store.words.value;
  const { diagnose } = store;
  const sheet = diagnose.fixSheet.value;
  const profiles = store.status.snapshot.value?.profiles ?? [];
  const told = useFindingWords(profiles.find(({ profile }) => profile === sheet?.profile)?.report ?? null);
  if (sheet === null) return null;
  const { plan, phase, error } = sheet;
  const title = plan === null ? null : told.title(plan.diagnosis);
  const verb = plan === null ? null : told.label(plan.fix);
  const apply = () =>
    void diagnose.runFix().then((result) => {
      if (result !== null) store.say(words.diagnose.cured(tell(words, result, 'message').text));
    });
  return (
    <Modal labelledBy="fix-title" onClose={diagnose.closeFix} onApply={apply} extraClass="sheet-small">
      <header>
        <h1 id="fix-title" data-focus-first tabIndex={-1}>
          {words.diagnose.fixTitle}
        </h1>
        <p class="t2" lang={title === null ? undefined : langOf(title)}>
          {title?.text ?? '\u00a0'}
        </p>
      </header>
      <div class="fix-body">
        {phase === 'planning' && <p class="t2 appears-late">{words.diagnose.planning}</p>}
        {phase === 'gone' && <p>{words.diagnose.gone}</p>}
        {plan !== null && (
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
        {phase === 'running' && <p class="t2">{words.diagnose.doing}</p>}
        {error !== null && <ErrorNote title={words.diagnose.fixFailed} error={error} />}
      </div>
      <footer>
        <span class="space" />
        <Button label={phase === 'plan' ? words.act.cancel : words.act.close} onPress={diagnose.closeFix} />
        {phase === 'plan' && verb !== null && (
          // Its plan is on the sheet: nothing more is asked, so the ellipsis goes.
          <Button kind="primary" label={verb.text.replace(/…$/, '')} lang={langOf(verb)} onPress={apply} />
        )}
      </footer>
    </Modal>
  );
}
