import { Fragment } from 'preact';
import type { Sentence } from '../../shared/text/tell.ts';
import { useStore } from '../context.ts';
import { Tell } from './tell.tsx';

/** Lines of evidence in mono; scrolls when they are many, and is reachable by keyboard for that. Plain strings are data. */
export function Evidence({ lines }: { lines: readonly (string | Sentence)[] }) {
  const words = useStore().words.value;
  if (lines.length === 0) return null;
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls must be reachable by keyboard
    <section class="code" tabIndex={0} aria-label={words.overview.evidence}>
      {lines.map((line, at) => (
        <Fragment key={at}>
          {at > 0 && '\n'}
          {typeof line === 'string' ? line : <Tell as="span" sentence={line} />}
        </Fragment>
      ))}
    </section>
  );
}
