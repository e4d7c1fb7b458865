import type { ComponentChildren } from 'preact';
import { useLayoutEffect, useRef, useState } from 'preact/hooks';
import { Button } from './button.tsx';
import { rovingTarget } from './roving.ts';

/** The entries that the layout shows; some are there for narrow windows only. */
function seenItems(box: HTMLElement | null): readonly HTMLElement[] {
  const items = [...(box?.querySelectorAll<HTMLElement>('.more-list button') ?? [])];
  return items.filter((item) => item.offsetParent !== null);
}

/** "More": a list of buttons that opens under its button; Esc, a click elsewhere or the focus going elsewhere closes it. */
export function MoreMenu({ label, children }: { label: string; children: () => ComponentChildren }) {
  const [open, setOpen] = useState(false);
  const box = useRef<HTMLDivElement>(null);
  const button = useRef<HTMLButtonElement>(null);
  // At once, as in a sheet: the next arrow key is meant for it.
  useLayoutEffect(() => {
    if (!open) return;
    seenItems(box.current)[0]?.focus();
    const outside = (event: PointerEvent) => {
      if (event.target instanceof Node && !box.current?.contains(event.target)) setOpen(false);
    };
    window.addEventListener('pointerdown', outside);
    return () => window.removeEventListener('pointerdown', outside);
  }, [open]);
  const onKey = (event: KeyboardEvent) => {
    if (!open) return;
    if (event.key === 'Escape') {
      event.stopPropagation();
      setOpen(false);
      button.current?.focus();
      return;
    }
    const seen = seenItems(box.current);
    const at = seen.findIndex((item) => item.contains(document.activeElement));
    const target = rovingTarget(event.key, at, seen.length, 'vertical');
    if (target === null) return;
    event.preventDefault();
    seen[target]?.focus();
  };
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: keys bubble here from the buttons inside
    <div
      class="more"
      ref={box}
      onKeyDown={onKey}
      onFocusOut={(event) => {
        if (event.relatedTarget instanceof Node && !box.current?.contains(event.relatedTarget)) setOpen(false);
      }}
    >
      <Button kind="icon" icon="more" label={label} expanded={open} buttonRef={button} onPress={() => setOpen(!open)} />
      {open && (
        // biome-ignore lint/a11y/useKeyWithClickEvents: a click on an entry, by mouse or key, closes the list
        // biome-ignore lint/a11y/noStaticElementInteractions: see above
        <div class="more-list" onClick={() => setOpen(false)}>
          {children()}
        </div>
      )}
    </div>
  );
}
