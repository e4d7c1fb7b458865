import type { AppInfo } from '../../shared/ipc/contract.ts';
import { useStore } from '../context.ts';
import { keysOf, SHORTCUTS, type ShortcutId } from '../state/shortcuts.ts';

/** The platform whose keys are drawn; Linux's until the app has said which it is. */
export function usePlatform(): AppInfo['platform'] {
  return useStore().status.info.value?.platform ?? 'linux';
}

type Chord = (typeof SHORTCUTS)[number]['chords'][number];

/** One chord as keys. */
export function Keys({ chord }: { chord: Chord }) {
  const words = useStore().words.value;
  const platform = usePlatform();
  return (
    <kbd class={platform === 'darwin' ? 'key key-mac' : 'key'}>
      {keysOf(chord, platform, words).join(platform === 'darwin' ? '' : ' ')}
    </kbd>
  );
}

/** The first way to press a shortcut, for beside its words; decoration where the words are a button's name. */
export function KeyHint({ id }: { id: ShortcutId }) {
  const [first] = SHORTCUTS.find((each) => each.id === id)?.chords ?? [];
  return first === undefined ? null : (
    <span class="key-hint" aria-hidden="true">
      <Keys chord={first} />
    </span>
  );
}
