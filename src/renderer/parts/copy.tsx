import { useStore } from '../context.ts';
import { Icon } from './icon.tsx';

/** A text in mono with its copy button, for what a person may paste. */
export function CopyLine({ text, label }: { text: string; label: string }) {
  const store = useStore();
  return (
    <button type="button" class="copy-line" title={label} onClick={() => void store.copy(text)}>
      <span class="copy-text">{text}</span>
      <span class="vh">{label}</span>
      <Icon name="copy" size={13} />
    </button>
  );
}
