import { useEffect, useRef, useState } from 'preact/hooks';
import { useStore } from '../context.ts';
import { Button } from '../parts/button.tsx';
import { CommandButton } from '../parts/command-button.tsx';
import { findingsOf, startIsPrimary } from '../state/causes.ts';
import { scopeOf } from '../state/commands/all-commands.ts';
import { controlCommand, isForgettable, smallCommand } from '../state/commands/profile-commands.ts';
import { type Control, controlsFor } from '../state/controls.ts';
import type { ProfileEntry } from '../state/status.ts';

/** On a page only the moving ones have a drawing. */
const WITH_ICON: ReadonlySet<Control> = new Set(['start', 'restart', 'stop', 'stop-loop', 'dashboard', 'check']);

/** One control of a profile as a button. */
function ControlButton(props: { control: Control; entry: ProfileEntry; item?: boolean; narrow?: string }) {
  const { control, entry, item = false, narrow = '' } = props;
  const store = useStore();
  const command = controlCommand(control, entry, scopeOf(store, entry));
  const primary = control === 'start' && entry.report !== null && startIsPrimary(entry.report);
  return (
    <CommandButton
      command={command}
      kind={item ? 'item' : primary ? 'primary' : 'plain'}
      extraClass={narrow}
      plainIcon={!WITH_ICON.has(control)}
    />
  );
}

/** The entries of "More" that the layout shows; some are there for narrow windows only. */
function seenItems(box: HTMLElement | null): readonly HTMLElement[] {
  const items = [...(box?.querySelectorAll<HTMLElement>('.more-list button') ?? [])];
  return items.filter((item) => item.offsetParent !== null);
}

/** "More": a list of buttons that opens under its button; Esc or a click elsewhere closes it. */
function More({ entry, hiddenWhenNarrow }: { entry: ProfileEntry; hiddenWhenNarrow: readonly Control[] }) {
  const store = useStore();
  const words = store.words.value;
  const [open, setOpen] = useState(false);
  const box = useRef<HTMLDivElement>(null);
  const button = useRef<HTMLButtonElement>(null);
  const { more } = controlsFor(entry.report);
  useEffect(() => {
    if (!open) return;
    seenItems(box.current)[0]?.focus();
    const outside = (event: PointerEvent) => {
      if (event.target instanceof Node && !box.current?.contains(event.target)) setOpen(false);
    };
    window.addEventListener('pointerdown', outside);
    return () => window.removeEventListener('pointerdown', outside);
  }, [open]);
  const scope = scopeOf(store, entry);
  const onKey = (event: KeyboardEvent) => {
    if (event.key === 'Escape' && open) {
      event.stopPropagation();
      setOpen(false);
      button.current?.focus();
    }
    if (event.key !== 'ArrowDown' && event.key !== 'ArrowUp') return;
    const seen = seenItems(box.current);
    const at = seen.findIndex((item) => item.contains(document.activeElement));
    event.preventDefault();
    seen[Math.min(seen.length - 1, Math.max(0, at + (event.key === 'ArrowDown' ? 1 : -1)))]?.focus();
  };
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: keys bubble here from the buttons inside
    <div
      class="more"
      ref={box}
      onKeyDown={onKey}
      onBlur={(event) => {
        if (event.relatedTarget instanceof Node && !box.current?.contains(event.relatedTarget)) setOpen(false);
      }}
    >
      <Button
        kind="icon"
        icon="more"
        label={words.act.more}
        expanded={open}
        buttonRef={button}
        onPress={() => setOpen(!open)}
      />
      {open && (
        // biome-ignore lint/a11y/useKeyWithClickEvents: a click on an entry, by mouse or key, closes the list
        // biome-ignore lint/a11y/noStaticElementInteractions: see above
        <div class="more-list" onClick={() => setOpen(false)}>
          {hiddenWhenNarrow.map((control) => (
            <ControlButton key={control} control={control} entry={entry} item narrow="only-narrow" />
          ))}
          {more.map((control) => (
            <ControlButton key={control} control={control} entry={entry} item />
          ))}
          <CommandButton kind="item" command={smallCommand('address', entry, scope)} />
          <Button
            kind="item"
            label={words.palette.showAll}
            onPress={() => (store.palette.listed.value = entry.profile)}
          />
          {isForgettable(entry) && <CommandButton kind="item" command={smallCommand('forget', entry, scope)} />}
        </div>
      )}
    </div>
  );
}

/** Controls beside the verdict. In the narrow layout only the first stays, the others are in "More". */
export function Actions({ entry }: { entry: ProfileEntry }) {
  const controls = controlsFor(entry.report);
  const fix = entry.report === null ? null : (findingsOf(entry.report).cause?.fix ?? null);
  // The card below has this very button: once on a page is enough.
  const offered = fix?.kind === 'operation' && fix.action === 'stop';
  const row = controls.row.filter((control) => !(offered && control === 'stop-loop'));
  return (
    <div class="acts verdict-acts">
      {row.map((control, at) => (
        <ControlButton key={control} control={control} entry={entry} narrow={at === 0 ? '' : 'only-wide'} />
      ))}
      <More entry={entry} hiddenWhenNarrow={row.slice(1)} />
    </div>
  );
}
