import { useState } from 'preact/hooks';
import type { OperationError } from '../../../shared/outcome.ts';
import { MAX_LABEL } from '../../../shared/settings.ts';
import { tell } from '../../../shared/text/tell.ts';
import { useStore } from '../../context.ts';
import { Button } from '../../parts/button.tsx';
import { Modal } from '../../parts/modal.tsx';

/** The sheet that changes a profile's label. Empty means its own name again. */
export function RenameProfile() {
  const profile = useStore().settings.renaming.value;
  return profile === null ? null : <RenameSheet key={profile} profile={profile} />;
}

function RenameSheet({ profile }: { profile: string }) {
  const store = useStore();
  const words = store.words.value;
  const before = store.settings.nameOf(profile);
  const [label, setLabel] = useState(before);
  const [refused, setRefused] = useState<OperationError | null>(null);
  const close = () => {
    store.settings.renaming.value = null;
  };
  const trimmed = label.trim();
  const complaint = trimmed.length > MAX_LABEL ? words.settings.labelTooLong(MAX_LABEL) : null;
  async function rename(): Promise<void> {
    if (complaint !== null) return;
    const wanted = trimmed === '' || trimmed === profile ? null : trimmed;
    if (await store.settings.change({ profiles: { [profile]: { label: wanted } } })) close();
    else setRefused(store.settings.error.peek());
  }
  return (
    <Modal labelledBy="rename-title" onClose={close} onApply={() => void rename()} extraClass="sheet-small">
      <form
        method="dialog"
        onSubmit={(event) => {
          event.preventDefault();
          void rename();
        }}
      >
        <header>
          <h1 id="rename-title">{words.settings.renameTitle(before)}</h1>
          <p class="t2">{words.settings.renameLead}</p>
        </header>
        <div class="sheet-fields">
          <label for="rename-label">{words.settings.renameField}</label>
          <input
            id="rename-label"
            class={`field${complaint === null ? '' : ' field-wrong'}`}
            data-focus-first
            autocomplete="off"
            spellcheck={false}
            placeholder={profile}
            value={label}
            aria-invalid={complaint !== null}
            aria-describedby="rename-problem"
            onInput={(event) => setLabel(event.currentTarget.value)}
          />
          <p id="rename-problem" class="sm tone-bad" aria-live="polite">
            {complaint ?? (refused === null ? null : tell(words, refused, 'message').text)}
          </p>
        </div>
        <footer>
          <span class="space" />
          <Button label={words.act.cancel} onPress={close} />
          <Button kind="primary" label={words.settings.renameNow} off={complaint} onPress={() => void rename()} />
        </footer>
      </form>
    </Modal>
  );
}
