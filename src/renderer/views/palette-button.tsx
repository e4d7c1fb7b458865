import { useStore } from '../context.ts';
import { Icon } from '../parts/icon.tsx';
import { KeyHint, usePlatform } from '../parts/keys.tsx';

/** At the foot of the sidebar. */
export function PaletteButton() {
  const store = useStore();
  const words = store.words.value;
  return (
    <button
      type="button"
      class="btn btn-item palette-button"
      aria-keyshortcuts={usePlatform() === 'darwin' ? 'Meta+K' : 'Control+K'}
      onClick={() => {
        store.palette.open.value = true;
      }}
    >
      <Icon name="search" />
      <span>{words.palette.title}</span>
      <KeyHint id="palette" />
    </button>
  );
}
