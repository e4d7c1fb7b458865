import type { ComponentChildren } from 'preact';

/** The title of a section, with what stands beside it: an age or a link, which are no part of the title that is read aloud. */
export function SectionHead({ title, children }: { title: string; children?: ComponentChildren }) {
  return (
    <div class="sec-head">
      <h2>{title}</h2>
      {children}
    </div>
  );
}
