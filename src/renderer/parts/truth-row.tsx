import type { ComponentChildren } from 'preact';
import type { Sentence } from '../../shared/text/tell.ts';
import type { Words } from '../../shared/text/words.ts';
import { StatusGlyph } from './icon.tsx';
import { Tell } from './tell.tsx';

/** A line of a `dl.kv`: a name and what is known of it. */
export function Row({ name, children }: { name: string; children: ComponentChildren }) {
  return (
    <div>
      <dt>{name}</dt>
      <dd>{children}</dd>
    </div>
  );
}

/** Yes, no or could not find out, each with its own shape. */
export function Truth({ value, words, note }: { value: boolean | null; words: Words; note?: Sentence | null }) {
  const glyph = value === null ? 'unknown' : value ? 'healthy' : 'stopped';
  const text = value === null ? words.service.unknown : value ? words.service.yes : words.service.no;
  return (
    <span class="truth">
      <StatusGlyph glyph={glyph} />
      {text}
      {note && <Tell as="span" class="t3" sentence={note} />}
    </span>
  );
}
