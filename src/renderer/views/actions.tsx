import { useEffect, useRef, useState } from 'preact/hooks';
import { inOneBreath } from '../../shared/text/tell.ts';
import { tell } from '../../shared/text/tell-core.ts';
import { useStore } from '../context.ts';
import { Button } from '../parts/button.tsx';
import type { UiIcon } from '../parts/icon.tsx';
import { findingsOf, startIsPrimary } from '../state/causes.ts';
import { type Control, controlsFor } from '../state/controls.ts';
import { shellText, shimCommand } from '../state/shim.ts';
import type { ProfileEntry } from '../state/status.ts';

const ICONS: Readonly<Partial<Record<Control, UiIcon>>> = {
  start: 'play',
  restart: 'restart',
  stop: 'stop',
  'stop-loop': 'stop',
  dashboard: 'out',
  check: 'restart',
};

/** One control of a profile as a button. */
function ControlButton(props: { control: Control; entry: ProfileEntry; item?: boolean; narrow?: string }) {
  const { control, entry, item = false, narrow = '' } = props;
  const store = useStore();
  const words = store.words.value;
  const { profile } = entry;
  const label: Readonly<Record<Control, string>> = {
    start: words.act.start,
    restart: words.act.restart,
    stop: words.act.stop,
    'stop-loop': words.act.stopLoop,
    dashboard: words.act.dashboard,
    check: words.act.check,
    install: words.act.install,
    reinstall: words.act.reinstall,
    uninstall: words.act.uninstall,
  };
  const running = store.operations.views.value.get(profile);
  const busy = (running !== undefined && running.end === null) || entry.busy !== null;
  const checking = control === 'check' && store.status.checking.value;
  async function openDashboard(): Promise<void> {
    const reply = await store.client.call('dashboard.open', { profile });
    if (!reply.ok) store.say(inOneBreath(words, reply.error));
  }
  function press(): void {
    switch (control) {
      case 'start':
      case 'restart':
      case 'stop':
        return void store.operations.run(control, profile);
      case 'stop-loop':
        return void store.operations.run('stop', profile);
      case 'dashboard':
        return void openDashboard();
      case 'check':
        return void store.status.refresh(profile);
      case 'install':
        return void store.plan.open('install', profile);
      case 'reinstall':
        return void store.plan.open('install', profile, { force: true });
      case 'uninstall':
        return void store.plan.open('uninstall', profile);
    }
  }
  const off = checking ? words.overview.reading : busy && control !== 'dashboard' ? words.nav.busy : null;
  const icon = ICONS[control];
  const primary = control === 'start' && entry.report !== null && startIsPrimary(entry.report);
  return (
    <Button
      label={label[control]}
      kind={item ? 'item' : primary ? 'primary' : 'plain'}
      extraClass={narrow}
      off={off}
      onPress={press}
      {...(icon === undefined ? {} : { icon })}
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
  const forgettable = entry.report?.installed === false && entry.profile !== 'default';
  async function forget(): Promise<void> {
    const reply = await store.client.call('profiles.forget', { profile: entry.profile });
    if (!reply.ok) store.say(tell(words, reply.error, 'message').text);
  }
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
          {entry.report !== null && (
            <Button
              kind="item"
              label={words.act.copyAddress}
              onPress={() => void store.copy(entry.report?.gatewayUrl ?? '')}
            />
          )}
          <Button
            kind="item"
            label={words.act.copyCommand}
            onPress={() => void store.copy(shellText(shimCommand(entry.profile, 'status')))}
          />
          {forgettable && <Button kind="item" label={words.act.forget} onPress={() => void forget()} />}
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
