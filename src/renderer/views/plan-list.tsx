import type { Plan } from '../../shared/plan.ts';
import { tell } from '../../shared/text/tell-core.ts';
import { useStore } from '../context.ts';
import { Icon } from '../parts/icon.tsx';
import { moveRoving } from '../parts/roving.ts';
import { Tell } from '../parts/tell.tsx';
import { baseName } from '../state/facts.ts';
import { shellText } from '../state/shim.ts';

/** Values that the plan hides are drawn as a pill, never as text that could be taken for the value. */
const HIDDEN = '(hidden)';

function Files({ plan, file, onFile }: { plan: Plan; file: number; onFile: (at: number) => void }) {
  const words = useStore().words.value;
  if (plan.files.length === 0) return null;
  return (
    <>
      <h2>{words.plan.files}</h2>
      <ul
        onKeyDown={(event) => {
          const target = moveRoving(event, 'vertical');
          if (target !== null) onFile(target);
        }}
      >
        {plan.files.map((each, at) => (
          <li key={each.path}>
            <button
              type="button"
              class="plan-row"
              data-roving
              tabIndex={at === file ? 0 : -1}
              aria-current={at === file ? 'true' : undefined}
              title={each.path}
              onClick={() => onFile(at)}
            >
              <Icon name="file" />
              <span class="cut">{baseName(each.path)}</span>
              <span class="plan-note t3 xs">
                {words.plan.change[each.change]}
                {each.change === 'delete' ? '' : `, ${each.mode}`}
              </span>
            </button>
          </li>
        ))}
      </ul>
    </>
  );
}

/** The left side of a plan: files, edits of the configuration, commands, rights. */
export function PlanList({ plan, file, onFile }: { plan: Plan; file: number; onFile: (at: number) => void }) {
  const words = useStore().words.value;
  return (
    <section class="plan-list" tabIndex={plan.files.length === 0 ? 0 : -1} aria-label={words.plan.files}>
      <Files plan={plan} file={file} onFile={onFile} />
      {plan.configEdits.length > 0 && (
        <>
          <h2 title={plan.configEdits[0]?.path}>{words.plan.config}</h2>
          <ul>
            {plan.configEdits.map((edit) => (
              <li key={`${edit.path} ${edit.key}`} class="plan-edit" title={edit.path}>
                <Icon name="folder" />
                <div>
                  <span class="mono xs">{edit.key}</span>{' '}
                  {edit.value === HIDDEN ? (
                    <span class="pill">{words.plan.secretHidden}</span>
                  ) : (
                    <span class="mono xs t2">{edit.value}</span>
                  )}
                  <Tell as="p" class="t3 xs" sentence={tell(words, edit, 'reason')} />
                </div>
              </li>
            ))}
          </ul>
        </>
      )}
      {plan.commands.length > 0 && (
        <>
          <h2>{words.plan.commands}</h2>
          <ul>
            {plan.commands.map((argv) => (
              <li key={argv.join(' ')} class="plan-edit" title={shellText(argv)}>
                <Icon name="term" />
                <span class="mono xs">{shellText(argv)}</span>
              </li>
            ))}
          </ul>
        </>
      )}
      <h2>{words.plan.rights}</h2>
      <ul>
        <li class="plan-edit">
          <Icon name="lock" />
          <span>{plan.privileges === 'user' ? words.plan.rightsUser : words.plan.rightsAdmin}</span>
        </li>
      </ul>
    </section>
  );
}
