import type { ExtraPlan } from '../../shared/extra-service.ts';
import { tell, tellAll } from '../../shared/text/tell.ts';
import { useStore } from '../context.ts';
import { Button } from '../parts/button.tsx';
import { CopyLine } from '../parts/copy.tsx';
import { ErrorNote } from '../parts/error-note.tsx';
import { Evidence } from '../parts/evidence.tsx';
import { Modal } from '../parts/modal.tsx';
import { Tell } from '../parts/tell.tsx';
import { shellText } from '../state/shim.ts';

function PlanOf({ plan }: { plan: ExtraPlan }) {
  const store = useStore();
  const words = store.words.value;
  const { service, commands, restore, backup, privileges } = plan;
  return (
    <>
      <Tell as="p" sentence={tell(words, service, 'reason')} />
      {tellAll(words, service, 'evidence').map((sentence) => (
        <Tell key={sentence.text} as="p" class="t2 sm" sentence={sentence} />
      ))}
      {tellAll(words, plan, 'warnings').map((sentence) => (
        <Tell key={sentence.text} as="p" class="tone-warn sm" sentence={sentence} />
      ))}
      {service.runs !== null && (
        <>
          <h2>{words.extra.runs}</h2>
          <Evidence lines={[shellText(service.runs)]} />
        </>
      )}
      <h2>{privileges === 'administrator' ? words.extra.byHand : words.extra.steps}</h2>
      <Evidence lines={commands.map(shellText)} />
      <h2>{words.extra.backup}</h2>
      <CopyLine text={backup} label={words.service.copyPath} />
      {restore.length > 0 && (
        <>
          <h2>{words.extra.restore}</h2>
          <Evidence lines={restore.map(shellText)} />
        </>
      )}
    </>
  );
}

/** What the removal of a service that belongs to nobody does; of one of the system only how an administrator does it. */
export function ExtraSheetView() {
  const store = useStore();
  const words = store.words.value;
  const { extra } = store;
  const sheet = extra.sheet.value;
  if (sheet === null) return null;
  const { plan, phase, error, name, removal } = sheet;
  const ofSystem = plan?.privileges === 'administrator';
  return (
    <Modal labelledBy="extra-title" onClose={extra.close} onApply={() => void extra.apply()} extraClass="sheet-list">
      <header>
        <h1 id="extra-title" data-focus-first tabIndex={-1}>
          {words.extra.title(name)}
        </h1>
        <p class="t2">{ofSystem ? words.extra.systemLead : words.extra.lead}</p>
      </header>
      <div class="sheet-scroll fix-body">
        {phase === 'planning' && <p class="t2 appears-late">{words.extra.planning}</p>}
        {removal !== null ? (
          <>
            <div role="status">
              <Tell as="p" sentence={tell(words, removal, 'message')} />
            </div>
            {removal.restore.length > 0 && (
              <>
                <h2>{words.extra.restore}</h2>
                <Evidence lines={removal.restore.map(shellText)} />
              </>
            )}
          </>
        ) : (
          plan !== null && <PlanOf plan={plan} />
        )}
        {phase === 'running' && <p class="t2">{words.extra.removing}</p>}
        {error !== null && (
          <ErrorNote title={plan === null ? words.extra.planFailed : words.extra.failed} error={error} />
        )}
      </div>
      <footer>
        {plan !== null && removal === null && (
          <Button
            kind="ghost"
            icon="copy"
            label={words.extra.copyAll}
            onPress={() => void store.copy(plan.commands.map(shellText).join('\n'))}
          />
        )}
        <span class="space" />
        <Button label={phase === 'plan' && !ofSystem ? words.act.cancel : words.act.close} onPress={extra.close} />
        {phase === 'plan' && !ofSystem && (
          <Button kind="primary" label={words.extra.removeNow} onPress={() => void extra.apply()} />
        )}
      </footer>
    </Modal>
  );
}
