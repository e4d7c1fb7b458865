import { computed } from '@preact/signals';
import { useEffect, useMemo, useRef, useState } from 'preact/hooks';
import { useStore } from '../context.ts';
import { Icon } from '../parts/icon.tsx';
import { KeyHint, Keys, usePlatform } from '../parts/keys.tsx';
import { Modal } from '../parts/modal.tsx';
import { allCommands } from '../state/commands/all-commands.ts';
import type { Command } from '../state/commands/command.ts';
import { runCommand } from '../state/commands/perform.ts';
import { type PaletteGroup, type PaletteRow, paletteList } from '../state/commands/rows.ts';
import { shellText } from '../state/shim.ts';
import { holdsPrimary } from '../state/shortcuts.ts';

const LIST = 'palette-list';
const optionId = (at: number) => `palette-option-${at}`;

/** Title with the letters that were typed set apart. */
function Marked({ row }: { row: PaletteRow }) {
  const { title, foreign } = row.command;
  const parts = [];
  let at = 0;
  for (const [from, to] of row.marks) {
    if (from > at) parts.push(title.slice(at, from));
    parts.push(<mark key={from}>{title.slice(from, to)}</mark>);
    at = to;
  }
  parts.push(title.slice(at));
  return (
    <span class="palette-title" lang={foreign ? 'en' : undefined}>
      {parts}
    </span>
  );
}

/** The command line without the program's name, which is the same in every row. */
function shortCommand({ argv }: Command): string | null {
  return argv === null ? null : shellText(argv[0] === 'openclaw-tray' ? argv.slice(1) : argv);
}

function Option(props: { row: PaletteRow; at: number; active: boolean; onPoint: () => void; onPick: () => void }) {
  const { row, at, active, onPoint, onPick } = props;
  const { command } = row;
  const words = useStore().words.value;
  const short = shortCommand(command);
  const why = command.off === null ? null : words.palette.notNow(command.off);
  return (
    // biome-ignore lint/a11y/useKeyWithClickEvents: keys stay in the field, which says which option is meant
    // biome-ignore lint/a11y/useFocusableInteractive: see above, the focus is the field's
    <div
      role="option"
      id={optionId(at)}
      class="palette-row"
      data-command={command.id}
      aria-selected={active}
      aria-disabled={command.off === null ? undefined : true}
      onMouseMove={onPoint}
      onMouseDown={(event) => event.preventDefault()}
      onClick={onPick}
    >
      {command.icon === null ? <span /> : <Icon name={command.icon} />}
      <Marked row={row} />
      {why !== null ? (
        <span class="palette-why">{why}</span>
      ) : command.shortcut !== null && command.effect.do !== 'view' && command.effect.do !== 'settings' ? (
        <KeyHint id={command.shortcut} />
      ) : (
        short !== null && <span class="palette-argv mono">{short}</span>
      )}
    </div>
  );
}

function useHeading(): (group: PaletteGroup) => string {
  const store = useStore();
  const words = store.words.value;
  const profiles = store.status.snapshot.value?.profiles ?? [];
  return ({ kind, profile }) => {
    if (kind !== 'profile' || profile === null) return words.palette[kind === 'profile' ? 'window' : kind];
    const name = store.settings.nameOf(profile);
    const level = profiles.find((each) => each.profile === profile)?.report?.verdict.level;
    return level === undefined ? name : `${name}${words.tray.comma}${words.level[level]}`;
  };
}

/** Below the list: the whole command line of the row that is meant, and what the keys do. */
function Foot({ command, onCopy }: { command: Command | undefined; onCopy: () => void }) {
  const words = useStore().words.value;
  return (
    <footer class="palette-foot">
      <div class="palette-command">
        {command?.argv == null ? (
          <span class="t3">{command === undefined ? '\u00a0' : words.palette.noCommand}</span>
        ) : (
          <>
            <code class="mono">{shellText(command.argv)}</code>
            <button
              type="button"
              class="link"
              tabIndex={-1}
              onMouseDown={(event) => event.preventDefault()}
              onClick={onCopy}
            >
              {words.act.copyCommand}
            </button>
          </>
        )}
      </div>
      <div class="palette-keys t3" aria-hidden="true">
        <span>
          <Keys chord={{ key: '↵' }} /> {words.palette.run}
        </span>
        <span>
          <Keys chord={{ primary: true, key: 'C' }} /> {words.palette.copyKey}
        </span>
        <span class="space" />
        <span>{words.palette.asks}</span>
      </div>
    </footer>
  );
}

function OpenPalette() {
  const store = useStore();
  const words = store.words.value;
  const platform = usePlatform();
  const [query, setQuery] = useState('');
  const [at, setAt] = useState(0);
  const list = useRef<HTMLDivElement>(null);
  const heading = useHeading();
  // Built anew when what they are made of changes, not with every letter.
  const commands = useMemo(() => computed(() => allCommands(store)), [store]).value;
  const recent = store.palette.recent.value;
  const selected = store.status.selected.value;
  const shown = useMemo(() => paletteList(commands, { query, recent, selected }), [commands, query, recent, selected]);
  const rows = shown.groups.flatMap((group) => group.rows);
  const active = Math.min(at, Math.max(0, rows.length - 1));
  const command = rows[active]?.command;
  useEffect(() => {
    list.current?.querySelector('[aria-selected="true"]')?.scrollIntoView({ block: 'nearest' });
  }, [active, shown]);
  const close = () => {
    store.palette.open.value = false;
  };
  const run = (picked: Command | undefined) => {
    if (picked === undefined) return;
    // What cannot be done says why and leaves the palette open for another choice.
    if (picked.off === null) close();
    runCommand(picked, store);
  };
  const copy = () => {
    if (command?.argv != null) void store.copy(shellText(command.argv));
  };
  const onKey = (event: KeyboardEvent) => {
    if (event.isComposing) return;
    const input = event.currentTarget instanceof HTMLInputElement ? event.currentTarget : null;
    if (holdsPrimary(event, platform)) {
      const chosen = input !== null && input.selectionStart !== input.selectionEnd;
      if (event.key.toLowerCase() === 'k') close();
      else if (event.key === 'Enter') run(command);
      else if (event.key.toLowerCase() === 'c' && !event.shiftKey && !chosen) copy();
      else return;
      event.preventDefault();
      event.stopPropagation();
      return;
    }
    if (event.altKey || event.ctrlKey || event.metaKey) return;
    const last = rows.length - 1;
    const to: Readonly<Record<string, number>> = {
      ArrowDown: active === last ? 0 : active + 1,
      ArrowUp: active === 0 ? last : active - 1,
      PageDown: Math.min(last, active + 8),
      PageUp: Math.max(0, active - 8),
      Home: 0,
      End: last,
    };
    const next = event.shiftKey ? undefined : to[event.key];
    if (next !== undefined) {
      event.preventDefault();
      setAt(Math.max(0, next));
    } else if (event.key === 'Enter') {
      event.preventDefault();
      run(command);
    }
  };
  let index = -1;
  return (
    <Modal labelledBy="palette-title" onClose={close} extraClass="palette">
      <h1 id="palette-title" class="vh">
        {words.palette.title}
      </h1>
      <div class="palette-field">
        <Icon name="search" />
        <input
          role="combobox"
          aria-expanded="true"
          aria-controls={LIST}
          aria-autocomplete="list"
          aria-activedescendant={command === undefined ? undefined : optionId(active)}
          aria-label={words.palette.field}
          placeholder={words.palette.placeholder}
          data-focus-first
          autocomplete="off"
          spellcheck={false}
          maxLength={200}
          value={query}
          onInput={(event) => {
            setQuery(event.currentTarget.value);
            setAt(0);
          }}
          onKeyDown={onKey}
        />
        <button type="button" class="palette-close" tabIndex={-1} onClick={close}>
          <Keys chord={{ key: 'Esc' }} /> <span class="vh">{words.act.close}</span>
        </button>
      </div>
      {/* Stays there without options, too: the field names it. */}
      <div class="palette-list" id={LIST} role="listbox" aria-label={words.palette.title} ref={list}>
        {shown.groups.map((group) => (
          // biome-ignore lint/a11y/useSemanticElements: a group of options is no fieldset
          <div
            key={`${group.kind} ${group.profile}`}
            role="group"
            class="palette-group"
            aria-labelledby={`palette-${group.kind}-${group.profile ?? ''}`}
          >
            <h2 id={`palette-${group.kind}-${group.profile ?? ''}`} role="presentation">
              {heading(group)}
            </h2>
            {group.rows.map((row) => {
              index += 1;
              const mine = index;
              return (
                <Option
                  key={row.command.id}
                  row={row}
                  at={mine}
                  active={mine === active}
                  onPoint={() => {
                    if (mine !== active) setAt(mine);
                  }}
                  onPick={() => run(row.command)}
                />
              );
            })}
          </div>
        ))}
      </div>
      {rows.length === 0 && (
        <div class="palette-none">
          <p>{words.palette.none(query.trim())}</p>
          <p class="t3 sm">{words.palette.noneHint}</p>
        </div>
      )}
      {shown.hidden > 0 && <p class="palette-more t3 sm">{words.palette.more(shown.hidden)}</p>}
      <p class="vh" role="status">
        {query.trim() === '' ? '' : words.palette.found(shown.found)}
      </p>
      <Foot command={command} onCopy={copy} />
    </Modal>
  );
}

/** Every command of the window, by keyboard. */
export function CommandPalette() {
  return useStore().palette.open.value ? <OpenPalette /> : null;
}
