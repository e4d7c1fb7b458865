import { useState } from 'preact/hooks';
import { useStore } from '../context.ts';
import { Button } from '../parts/button.tsx';
import { CommandButton } from '../parts/command-button.tsx';
import { ErrorNote } from '../parts/error-note.tsx';
import { Modal } from '../parts/modal.tsx';
import { scopeOf } from '../state/commands/all-commands.ts';
import { smallCommand } from '../state/commands/profile-commands.ts';
import type { SupportSheet } from '../state/diagnose.ts';
import { shellText, shimArgv } from '../state/shim.ts';

const KIB = 1024;

/** "812 B", "3.1 KiB"; a space that does not break. */
function size(bytes: number): string {
  return bytes < KIB ? `${bytes}\u00a0B` : `${(bytes / KIB).toFixed(1)}\u00a0KiB`;
}

/** More than a person reads, and enough to see what kind of text it is; the file holds all of it. */
const SHOWN_CHARS = 20_000;

/** The sheet of one bundle; another profile's begins at its first file again. */
export function SupportSheetView() {
  const sheet = useStore().diagnose.supportSheet.value;
  return sheet === null ? null : <OpenSheet key={sheet.profile} sheet={sheet} />;
}

/** Everything that would leave the machine, file by file, before anything is written. */
function OpenSheet({ sheet }: { sheet: SupportSheet }) {
  const store = useStore();
  const words = store.words.value;
  const { diagnose } = store;
  const [at, setAt] = useState(0);
  const { preview, error, written } = sheet;
  const entry = store.status.snapshot.value?.profiles.find(({ profile }) => profile === sheet.profile);
  const file = preview?.files[at] ?? preview?.files[0];
  const command = shellText(shimArgv(sheet.profile, 'support-bundle'));
  const hidden = preview?.files.reduce((sum, each) => sum + each.hidden, 0) ?? 0;
  return (
    <Modal labelledBy="support-title" onClose={diagnose.closeSupport}>
      <header>
        <h1 id="support-title" data-focus-first tabIndex={-1}>
          {words.diagnose.bundleTitle(sheet.profile)}
        </h1>
        <p class="t2">{words.diagnose.bundleLead}</p>
      </header>
      {preview === null ? (
        <div class="plan-steps">
          {error === null ? (
            <p class="t2 appears-late">{words.diagnose.collecting}</p>
          ) : (
            <ErrorNote title={words.diagnose.bundleFailed} error={error} />
          )}
        </div>
      ) : (
        <div class="support">
          <ul class="support-files" aria-label={words.diagnose.files}>
            {preview.files.map((each, index) => (
              <li key={each.name}>
                <button type="button" aria-current={each === file ? 'true' : undefined} onClick={() => setAt(index)}>
                  <span class="mono">{each.name}</span>
                  <span class="t3 sm">
                    {[size(each.bytes), ...(each.hidden === 0 ? [] : [words.diagnose.hidden(each.hidden)])].join(
                      words.tray.comma,
                    )}
                  </span>
                </button>
              </li>
            ))}
          </ul>
          {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls must be reachable by keyboard */}
          <section class="support-text" tabIndex={0} aria-label={file?.name ?? ''}>
            {file?.text.slice(0, SHOWN_CHARS)}
          </section>
        </div>
      )}
      {preview !== null && error !== null && <ErrorNote title={words.diagnose.bundleFailed} error={error} />}
      <footer>
        <Button
          kind="icon"
          icon="term"
          label={words.act.copyCommand}
          hint={command}
          onPress={() => void store.copy(command)}
        />
        <span class="t2 sm" role="status">
          {written !== null
            ? words.diagnose.written(written)
            : preview === null
              ? ''
              : words.diagnose.total(preview.files.length, hidden)}
        </span>
        <span class="space" />
        <Button label={words.act.close} onPress={diagnose.closeSupport} />
        {preview !== null && entry !== undefined && (
          <CommandButton
            command={{
              ...smallCommand('issue', entry, scopeOf(store, entry)),
              effect: { do: 'copy', text: preview.markdown },
            }}
          />
        )}
        {preview !== null && written === null && (
          <Button kind="primary" label={words.diagnose.write} onPress={() => void diagnose.writeSupport()} />
        )}
      </footer>
    </Modal>
  );
}
