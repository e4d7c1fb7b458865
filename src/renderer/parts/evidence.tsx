import { useStore } from '../context.ts';

/** Lines of evidence in mono; scrolls when they are many, and is reachable by keyboard for that. */
export function Evidence({ lines }: { lines: readonly string[] }) {
  const words = useStore().words.value;
  if (lines.length === 0) return null;
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls must be reachable by keyboard
    <section class="code" tabIndex={0} aria-label={words.overview.evidence}>
      {lines.join('\n')}
    </section>
  );
}
