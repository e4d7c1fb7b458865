/** How the page is laid out: a section for each component, a row for each state, light and dark side by side. */
import type { ComponentChildren } from 'preact';
import { useEffect, useRef } from 'preact/hooks';

/** A state that only a hand can bring about; the style sheet of the page has a class for each. */
export type Held = 'hover' | 'active' | 'focus-visible';

export interface SpecimenProps {
  /** The state, in a few words. */
  readonly name: string;
  readonly held?: Held;
  /** What is held; the first button or field otherwise. */
  readonly target?: string;
  readonly children: () => ComponentChildren;
}

function Side({ theme, held, target, children }: SpecimenProps & { readonly theme: 'light' | 'dark' }) {
  const box = useRef<HTMLDivElement>(null);
  useEffect(() => {
    if (held !== undefined) box.current?.querySelector(target ?? 'button, input, select')?.classList.add(`is-${held}`);
  }, []);
  return (
    <div class={`side-of side-${theme}`} ref={box}>
      {children()}
    </div>
  );
}

/** One state of one component. */
export function Specimen(props: SpecimenProps) {
  return (
    <div class="specimen">
      <h3>{props.name}</h3>
      <Side theme="light" {...props} />
      <Side theme="dark" {...props} />
    </div>
  );
}

export function Shelf({ title, note, children }: { title: string; note?: string; children: ComponentChildren }) {
  const id = title.toLowerCase().replaceAll(/\W+/g, '-');
  return (
    <section class="shelf" id={id} aria-labelledby={`${id}-title`}>
      <h2 id={`${id}-title`}>{title}</h2>
      {note !== undefined && <p class="shelf-note">{note}</p>}
      {children}
    </section>
  );
}
