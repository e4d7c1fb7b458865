import { useStore } from '../context.ts';
import { Button } from '../parts/button.tsx';
import { Keys } from '../parts/keys.tsx';
import { Modal } from '../parts/modal.tsx';
import { SHORTCUTS } from '../state/shortcuts.ts';

const GROUPS = ['everywhere', 'inLogs', 'inSheets'] as const;

/** All keys of the window, as they are on this platform. */
export function KeysSheet() {
  const store = useStore();
  const words = store.words.value;
  if (!store.palette.keys.value) return null;
  const close = () => {
    store.palette.keys.value = false;
  };
  return (
    <Modal
      labelledBy="keys-title"
      onClose={close}
      onKey={(key) => {
        if (key === '?') close();
      }}
      extraClass="sheet-list sheet-keys"
    >
      <header>
        <h1 id="keys-title" data-focus-first tabIndex={-1}>
          {words.keys.title}
        </h1>
      </header>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls must be reachable by keyboard */}
      <section class="sheet-scroll" tabIndex={0} aria-labelledby="keys-title">
        {GROUPS.map((group) => (
          <section key={group} class="key-group">
            <h2>{words.keys[group]}</h2>
            <dl>
              {SHORTCUTS.filter((each) => each.group === group).map(({ id, chords }) => (
                <div key={id}>
                  <dt>{words.keys[id]}</dt>
                  <dd>
                    {chords.map((chord, at) => (
                      <span key={`${chord.shift} ${chord.key}`}>
                        {at > 0 && <span class="vh"> {words.keys.or} </span>}
                        <Keys chord={chord} />
                      </span>
                    ))}
                  </dd>
                </div>
              ))}
            </dl>
          </section>
        ))}
      </section>
      <footer>
        <span class="space" />
        <Button label={words.act.close} onPress={close} />
      </footer>
    </Modal>
  );
}
