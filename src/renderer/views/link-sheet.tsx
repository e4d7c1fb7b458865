import { tell } from '../../shared/text/tell.ts';
import { useStore } from '../context.ts';
import { Button } from '../parts/button.tsx';
import { CopyLine } from '../parts/copy.tsx';
import { Modal } from '../parts/modal.tsx';
import { Tell } from '../parts/tell.tsx';
import { scopeOf } from '../state/commands/all-commands.ts';
import { perform } from '../state/commands/perform.ts';
import { controlCommand } from '../state/commands/profile-commands.ts';
import type { LinkSheet } from '../state/links.ts';
import { shellText } from '../state/shim.ts';

/** What a link asks for: nothing is done before somebody agrees here, and it is said where it came from. */
function Ask({ sheet }: { sheet: Extract<LinkSheet, { kind: 'ask' }> }) {
  const store = useStore();
  const words = store.words.value;
  const entry = store.status.snapshot.value?.profiles.find(({ profile }) => profile === sheet.profile);
  if (entry === undefined) return null;
  const scope = scopeOf(store, entry);
  const command = controlCommand(sheet.action, entry, scope);
  const possible = command.off === null;
  const agree = () => {
    if (!possible) return;
    store.links.close();
    void perform(command.effect, store);
  };
  return (
    <Modal labelledBy="link-title" onClose={store.links.close} extraClass="sheet-small">
      <header>
        <h1 id="link-title" data-focus-first tabIndex={-1}>
          {words.link.title}
        </h1>
        <p class="t2">{words.link.lead}</p>
      </header>
      <div class="link-body">
        <p class="link-what">{command.title}</p>
        {possible && sheet.action !== 'start' && <p class="t2 sm">{words.link.warn}</p>}
        {!possible && (
          <p class="tone-warn sm" role="alert">
            {words.link.notNow(scope.name, command.off ?? '')}
          </p>
        )}
        {command.argv !== null && <CopyLine text={shellText(command.argv)} label={words.act.copyCommand} />}
      </div>
      <footer>
        <span class="space" />
        <Button label={possible ? words.act.cancel : words.act.close} onPress={store.links.close} />
        {possible && <Button kind="primary" label={command.label} onPress={agree} />}
      </footer>
    </Modal>
  );
}

/** Why a link was not followed. */
function Refused({ sheet }: { sheet: Exclude<LinkSheet, { kind: 'ask' }> }) {
  const store = useStore();
  const words = store.words.value;
  return (
    <Modal labelledBy="link-title" onClose={store.links.close} extraClass="sheet-small">
      <header>
        <h1 id="link-title" data-focus-first tabIndex={-1}>
          {words.link.refused}
        </h1>
      </header>
      <div class="link-body" role="alert">
        {sheet.kind === 'no-profile' && (
          <>
            <p>{words.link.noProfile(sheet.profile)}</p>
            <p class="t2 sm">{words.link.noProfileHint}</p>
          </>
        )}
        {sheet.kind === 'sheet-open' && <p>{words.link.sheetOpen}</p>}
        {sheet.kind === 'unreadable' && (
          <>
            <p>{words.link.unreadable}</p>
            <Tell as="p" class="code" sentence={tell(words, sheet, 'why')} />
            <p class="t2 sm">{words.link.unreadableHint}</p>
          </>
        )}
      </div>
      <footer>
        <span class="space" />
        <Button label={words.act.close} onPress={store.links.close} />
      </footer>
    </Modal>
  );
}

export function LinkSheetView() {
  const sheet = useStore().links.sheet.value;
  if (sheet === null) return null;
  return sheet.kind === 'ask' ? (
    <Ask key={`${sheet.action} ${sheet.profile}`} sheet={sheet} />
  ) : (
    <Refused sheet={sheet} />
  );
}
