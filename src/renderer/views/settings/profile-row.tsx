import { useEffect, useRef, useState } from 'preact/hooks';
import { useStore } from '../../context.ts';
import { Button } from '../../parts/button.tsx';
import { CommandButton } from '../../parts/command-button.tsx';
import { glyphOf, StatusGlyph } from '../../parts/icon.tsx';
import { scopeOf } from '../../state/commands/all-commands.ts';
import { controlCommand, isForgettable, smallCommand } from '../../state/commands/profile-commands.ts';
import type { Control } from '../../state/controls.ts';
import type { PortRow } from '../../state/port-plan.ts';
import type { ProfileEntry } from '../../state/status.ts';
import { isReadOnly } from './general.tsx';
import { AutoStart, PortField, RuntimePick, SupervisorPick } from './profile-fields.tsx';

const INSTALLED: readonly Control[] = ['reinstall', 'uninstall'];
const NOT_INSTALLED: readonly Control[] = ['install'];

/** "More" of a row; Esc or a click elsewhere closes it. */
function RowMenu({ entry, name }: { entry: ProfileEntry; name: string }) {
  const store = useStore();
  const words = store.words.value;
  const [open, setOpen] = useState(false);
  const box = useRef<HTMLDivElement>(null);
  const button = useRef<HTMLButtonElement>(null);
  const items = () => [...(box.current?.querySelectorAll<HTMLElement>('.more-list button') ?? [])];
  useEffect(() => {
    if (!open) return;
    items()[0]?.focus();
    const outside = (event: PointerEvent) => {
      if (event.target instanceof Node && !box.current?.contains(event.target)) setOpen(false);
    };
    window.addEventListener('pointerdown', outside);
    return () => window.removeEventListener('pointerdown', outside);
  }, [open]);
  const { profile, report } = entry;
  const installed = report?.installed !== false;
  const scope = scopeOf(store, entry);
  const locked = store.settings.view.value === null || isReadOnly(store.settings.view.value);
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: keys bubble here from the buttons inside
    <div
      class="more"
      ref={box}
      onKeyDown={(event) => {
        if (event.key === 'Escape' && open) {
          event.stopPropagation();
          setOpen(false);
          button.current?.focus();
        }
        if (!open || (event.key !== 'ArrowDown' && event.key !== 'ArrowUp')) return;
        event.preventDefault();
        const all = items();
        const at = all.findIndex((item) => item.contains(document.activeElement));
        all[Math.min(all.length - 1, Math.max(0, at + (event.key === 'ArrowDown' ? 1 : -1)))]?.focus();
      }}
      onBlur={(event) => {
        if (event.relatedTarget instanceof Node && !box.current?.contains(event.relatedTarget)) setOpen(false);
      }}
    >
      <Button
        kind="icon"
        icon="more"
        label={words.settings.moreOf(name)}
        expanded={open}
        buttonRef={button}
        onPress={() => setOpen(!open)}
      />
      {open && (
        // biome-ignore lint/a11y/useKeyWithClickEvents: a click on an entry, by mouse or key, closes the list
        // biome-ignore lint/a11y/noStaticElementInteractions: see above
        <div class="more-list" onClick={() => setOpen(false)}>
          <Button
            kind="item"
            label={words.settings.rename}
            off={locked ? words.settings.problem.unreadable : null}
            onPress={() => {
              store.settings.renaming.value = profile;
            }}
          />
          {(installed ? INSTALLED : NOT_INSTALLED).map((control) => (
            <CommandButton
              key={control}
              kind="item"
              command={controlCommand(control, entry, scope)}
              {...(control === 'uninstall' ? { label: words.settings.uninstallKeep } : {})}
            />
          ))}
          {isForgettable(entry) && <CommandButton kind="item" command={smallCommand('forget', entry, scope)} />}
          <Button kind="item" label={words.palette.showAll} onPress={() => (store.palette.listed.value = profile)} />
        </div>
      )}
    </div>
  );
}

/** One profile: who it is, and what of it can be set. */
export function ProfileRow({ entry, row }: { entry: ProfileEntry; row: PortRow }) {
  const store = useStore();
  const { profile, report } = entry;
  const name = store.settings.nameOf(profile);
  return (
    <>
      <span class="who">
        <StatusGlyph glyph={report === null ? 'stopped' : glyphOf(report.verdict.level)} />
        <span class="cut" title={name}>
          {name}
        </span>
        {name !== profile && <span class="mono t3 cut">{profile}</span>}
      </span>
      <PortField row={row} name={name} />
      <span class="runtime-cell">
        <RuntimePick entry={entry} name={name} />
      </span>
      <span class="supervisor-cell">
        <SupervisorPick entry={entry} name={name} />
      </span>
      <span class="auto-cell">{report !== null && <AutoStart entry={entry} report={report} name={name} />}</span>
      <RowMenu entry={entry} name={name} />
    </>
  );
}
