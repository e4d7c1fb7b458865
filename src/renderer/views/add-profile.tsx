import { useEffect, useState } from 'preact/hooks';
import type { OperationError } from '../../shared/outcome.ts';
import { parseProfileName } from '../../shared/profile.ts';
import { tell } from '../../shared/text/tell.ts';
import { useStore } from '../context.ts';
import { Button } from '../parts/button.tsx';
import { Modal } from '../parts/modal.tsx';

const SETTLE_MS = 300;

/** A sheet with one field; the name is judged by the same function as in the shim and the main process. */
export function AddProfile() {
  const store = useStore();
  return store.adding.value ? <AddProfileSheet /> : null;
}

interface Complaint {
  readonly message: string;
  readonly hint: string | undefined;
}

function AddProfileSheet() {
  const store = useStore();
  const words = store.words.value;
  const [name, setName] = useState('');
  const [settled, setSettled] = useState(false);
  const [refused, setRefused] = useState<OperationError | null>(null);
  const close = () => {
    store.adding.value = false;
  };
  useEffect(() => {
    setSettled(false);
    setRefused(null);
    const timer = setTimeout(() => setSettled(true), SETTLE_MS);
    return () => clearTimeout(timer);
  }, [name]);
  const taken = store.status.snapshot.value?.profiles.some((each) => each.profile === name) ?? false;
  const parsed = parseProfileName(name);
  const inWords = (error: OperationError): Complaint => ({
    message: tell(words, error, 'message').text,
    hint: tell(words, error, 'hint').text,
  });
  const complaint: Complaint | null = taken
    ? { message: words.add.taken(name), hint: undefined }
    : parsed.ok
      ? null
      : inWords(parsed.error);
  const shown: Complaint | null = refused !== null ? inWords(refused) : settled && name !== '' ? complaint : null;
  async function add(): Promise<void> {
    if (complaint !== null) {
      setSettled(true);
      return;
    }
    const reply = await store.client.call('profiles.add', { name });
    if (!reply.ok) {
      setRefused(reply.error);
      return;
    }
    store.status.select(reply.value.profile, 'overview');
    close();
    await store.status.refresh(reply.value.profile);
  }
  return (
    <Modal labelledBy="add-title" onClose={close} onApply={() => void add()} extraClass="sheet-small">
      <form
        method="dialog"
        onSubmit={(event) => {
          event.preventDefault();
          void add();
        }}
      >
        <header>
          <h1 id="add-title">{words.add.title}</h1>
          <p class="t2">{words.add.lead}</p>
        </header>
        <div class="sheet-fields">
          <label for="add-name">{words.add.field}</label>
          <input
            id="add-name"
            class={`field${shown === null ? '' : ' field-wrong'}`}
            data-focus-first
            autocomplete="off"
            spellcheck={false}
            placeholder={words.add.example}
            value={name}
            aria-invalid={shown !== null}
            aria-describedby="add-problem"
            onInput={(event) => setName(event.currentTarget.value)}
          />
          <p id="add-problem" class="sm" aria-live="polite">
            {shown !== null && (
              <>
                <span class="tone-bad">{shown.message}</span> <span class="t3">{shown.hint}</span>
              </>
            )}
          </p>
        </div>
        <footer>
          <span class="space" />
          <Button label={words.act.cancel} onPress={close} />
          <Button
            kind="primary"
            label={words.act.add}
            off={complaint === null ? null : complaint.message}
            onPress={() => void add()}
          />
        </footer>
      </form>
    </Modal>
  );
}
