import { useStore } from '../context.ts';
import { Button } from '../parts/button.tsx';
import { Modal } from '../parts/modal.tsx';
import { entryCommands } from '../state/commands/all-commands.ts';
import { CommandLines } from './command-list.tsx';

/** The sheet with all commands of one profile, also those that cannot be used now. */
export function CommandListSheet() {
  const store = useStore();
  const words = store.words.value;
  const listed = store.palette.listed.value;
  const entry = store.status.snapshot.value?.profiles.find(({ profile }) => profile === listed) ?? null;
  if (entry === null) return null;
  const close = () => {
    store.palette.listed.value = null;
  };
  return (
    <Modal labelledBy="commands-title" onClose={close} extraClass="sheet-list">
      <header>
        <h1 id="commands-title" data-focus-first tabIndex={-1}>
          {words.palette.listTitle(store.settings.nameOf(entry.profile))}
        </h1>
        <p class="t2">{words.palette.listLead}</p>
      </header>
      <div class="sheet-scroll">
        <CommandLines commands={entryCommands(store, entry)} />
      </div>
      <footer>
        <span class="space" />
        <Button label={words.act.close} onPress={close} />
      </footer>
    </Modal>
  );
}
