/** The small parts: what is pressed, switched, chosen, typed into. */
import { Button, type ButtonProps } from '../../src/renderer/parts/button.tsx';
import { Choice, Pick } from '../../src/renderer/parts/choice.tsx';
import { CommandButton, CommandLink, CommandSwitch } from '../../src/renderer/parts/command-button.tsx';
import { CopyLine } from '../../src/renderer/parts/copy.tsx';
import { type Glyph, Icon, Mark, StatusGlyph, TONES, type UiIcon } from '../../src/renderer/parts/icon.tsx';
import { KeyHint, Keys } from '../../src/renderer/parts/keys.tsx';
import { Switch } from '../../src/renderer/parts/switch.tsx';
import { TabList } from '../../src/renderer/parts/tab-list.tsx';
import type { Command } from '../../src/renderer/state/commands/command.ts';
import { SHORTCUTS } from '../../src/renderer/state/shortcuts.ts';
import { Shelf, Specimen } from './shelf.tsx';
import { Stage } from './stage.tsx';

const nothing = () => {};
const KINDS: readonly { readonly name: string; readonly props: Omit<ButtonProps, 'onPress'> }[] = [
  { name: 'plain', props: { label: 'Restart', icon: 'restart' } },
  { name: 'primary', props: { label: 'Install and start…', kind: 'primary' } },
  { name: 'large', props: { label: 'Choose another port…', large: true } },
  { name: 'ghost', props: { label: 'Copy details', icon: 'copy', kind: 'ghost' } },
  { name: 'icon', props: { label: 'More', icon: 'more', kind: 'icon' } },
  { name: 'item', props: { label: 'Uninstall…', kind: 'item' } },
];
const HELD = ['hover', 'active', 'focus-visible'] as const;

function Buttons() {
  return (
    <Shelf title="Button" note="An ellipsis asks first. A button that cannot be pressed stays reachable and says why.">
      {KINDS.map(({ name, props }) => (
        <>
          <Specimen name={name}>{() => <Button {...props} onPress={nothing} />}</Specimen>
          {HELD.map((held) => (
            <Specimen key={held} name={`${name}, ${held.replace('-visible', '')}`} held={held}>
              {() => <Button {...props} onPress={nothing} />}
            </Specimen>
          ))}
          <Specimen name={`${name}, off`}>{() => <Button {...props} off="working" onPress={nothing} />}</Specimen>
        </>
      ))}
      <Specimen name="link">
        {() => (
          <button type="button" class="link">
            Show the log
          </button>
        )}
      </Specimen>
      <Specimen name="copy line">
        {() => (
          <Stage>
            <CopyLine text="openclaw-tray gateway status" label="Copy the command" />
          </Stage>
        )}
      </Specimen>
    </Shelf>
  );
}

const COMMAND: Command = {
  id: 'restart default',
  profile: 'default',
  label: 'Restart',
  title: 'Restart default',
  foreign: false,
  search: 'restart default',
  icon: 'restart',
  argv: ['openclaw-tray', 'gateway', 'restart'],
  off: null,
  effect: { do: 'run', profile: 'default', action: 'restart' },
  shortcut: 'restart',
  urgent: false,
};

function Commands() {
  return (
    <Shelf title="Command and keys" note="A button, an entry of a menu and a row of the palette are one command.">
      <Specimen name="as a button">
        {() => (
          <Stage>
            <CommandButton command={COMMAND} kind="plain" />
          </Stage>
        )}
      </Specimen>
      <Specimen name="as an entry, not now">
        {() => (
          <Stage>
            <CommandButton command={{ ...COMMAND, off: 'It does not run.' }} kind="item" plainIcon />
          </Stage>
        )}
      </Specimen>
      <Specimen name="as words">
        {() => (
          <Stage>
            <CommandLink command={COMMAND} />
          </Stage>
        )}
      </Specimen>
      <Specimen name="as a switch">
        {() => (
          <Stage>
            <CommandSwitch command={COMMAND} label="Start default at login" on />
          </Stage>
        )}
      </Specimen>
      {SHORTCUTS.map(({ id, chords: [first] }) => (
        <Specimen key={id} name={id}>
          {() => <Stage>{first !== undefined && <Keys chord={first} />}</Stage>}
        </Specimen>
      ))}
      <Specimen name="hint beside words">
        {() => (
          <Stage>
            Commands <KeyHint id="palette" />
          </Stage>
        )}
      </Specimen>
    </Shelf>
  );
}

function Switches() {
  return (
    <Shelf title="Switch" note="Shows what is, not what was clicked.">
      {[true, false].map((on) => (
        <>
          <Specimen name={on ? 'on' : 'off'}>{() => <Switch label="Follow" on={on} onChange={nothing} />}</Specimen>
          <Specimen name={`${on ? 'on' : 'off'}, focus`} held="focus-visible">
            {() => <Switch label="Follow" on={on} onChange={nothing} />}
          </Specimen>
          <Specimen name={`${on ? 'on' : 'off'}, waiting`}>
            {() => <Switch label="Follow" on={on} waiting onChange={nothing} />}
          </Specimen>
          <Specimen name={`${on ? 'on' : 'off'}, locked`}>
            {() => <Switch label="Follow" on={on} off="It cannot be changed here." onChange={nothing} />}
          </Specimen>
        </>
      ))}
    </Shelf>
  );
}

const LOOKS = ['System', 'Light', 'Dark'].map((label) => ({ value: label, label }));

function Choices() {
  return (
    <Shelf title="Choice and list">
      <Specimen name="choice">
        {() => (
          <form>
            <Choice label="Appearance" value="Light" options={LOOKS} onChange={nothing} />
          </form>
        )}
      </Specimen>
      <Specimen name="choice, locked">
        {() => (
          <form>
            <Choice label="Appearance" value="Light" options={LOOKS} off="Locked" onChange={nothing} />
          </form>
        )}
      </Specimen>
      <Specimen name="list">
        {() => (
          <div class="setting">
            <Pick label="Runtime" value="Light" options={LOOKS} onChange={nothing} />
          </div>
        )}
      </Specimen>
      <Specimen name="list, focus" held="focus-visible">
        {() => (
          <div class="setting">
            <Pick label="Runtime" value="Light" options={LOOKS} onChange={nothing} />
          </div>
        )}
      </Specimen>
      <Specimen name="list, locked">
        {() => (
          <div class="setting">
            <Pick label="Runtime" value="Light" options={LOOKS} off="Locked" onChange={nothing} />
          </div>
        )}
      </Specimen>
    </Shelf>
  );
}

function Fields() {
  return (
    <Shelf title="Field">
      <Specimen name="empty">{() => <input class="field" aria-label="Name" placeholder="work" />}</Specimen>
      <Specimen name="filled">{() => <input class="field" aria-label="Name" value="work" />}</Specimen>
      <Specimen name="focus" held="focus-visible">
        {() => <input class="field" aria-label="Name" value="work" />}
      </Specimen>
      <Specimen name="wrong">
        {() => (
          <>
            <input class="field field-wrong" aria-label="Port" aria-invalid="true" value="18850" />
            <p class="sm tone-bad">Too close to default, which uses 18789 to 18899.</p>
          </>
        )}
      </Specimen>
      <Specimen name="locked">{() => <input class="field" aria-label="Days" disabled value="14" />}</Specimen>
    </Shelf>
  );
}

const TABS = ['overview', 'logs', 'service'] as const;
const TAB_WORDS = { overview: 'Overview', logs: 'Logs', service: 'Service' };

function TabsShelf() {
  const tabs = () => (
    <TabList
      label="Views"
      tabs={TABS}
      current="overview"
      words={TAB_WORDS}
      idOf={(tab) => `shown-${tab}`}
      commandOf={() => null}
      panel="page"
      onChange={nothing}
    />
  );
  return (
    <Shelf title="Tabs">
      <Specimen name="as it is">{tabs}</Specimen>
      <Specimen name="hover" held="hover" target="[aria-selected=false]">
        {tabs}
      </Specimen>
      <Specimen name="focus" held="focus-visible">
        {tabs}
      </Specimen>
    </Shelf>
  );
}

const UI_ICONS: readonly UiIcon[] = [
  'check',
  'chev',
  'clock',
  'copy',
  'crash',
  'down',
  'file',
  'folder',
  'gear',
  'lock',
  'more',
  'out',
  'play',
  'plus',
  'restart',
  'search',
  'stop',
  'term',
  'undo',
  'up',
  'x',
];
const GLYPHS = Object.keys(TONES) as readonly Glyph[];

function Icons() {
  return (
    <Shelf
      title="Icons"
      note="Status glyphs are told apart by their shape; a circle is quiet, leaving the circle means: look here."
    >
      {GLYPHS.map((glyph) => (
        <Specimen key={glyph} name={glyph}>
          {() => (
            <div class="acts">
              <StatusGlyph glyph={glyph} size={12} />
              <StatusGlyph glyph={glyph} />
              <StatusGlyph glyph={glyph} size={20} />
            </div>
          )}
        </Specimen>
      ))}
      <Specimen name="the mark">{() => <Mark />}</Specimen>
      <Specimen name="interface">
        {() => (
          <div class="acts">
            {UI_ICONS.map((name) => (
              <Icon key={name} name={name} />
            ))}
          </div>
        )}
      </Specimen>
    </Shelf>
  );
}

function Small() {
  return (
    <Shelf title="Chip, pill, toast">
      <Specimen name="chip">{() => <span class="chip">extra</span>}</Specimen>
      <Specimen name="chip, warning">{() => <span class="chip chip-warn">differs</span>}</Specimen>
      <Specimen name="pill">{() => <span class="pill">hidden</span>}</Specimen>
      <Specimen name="toast">
        {() => (
          <div class="toasts">
            <p class="toast">Copied</p>
          </div>
        )}
      </Specimen>
    </Shelf>
  );
}

export function Controls() {
  return (
    <>
      <Buttons />
      <Commands />
      <Switches />
      <Choices />
      <Fields />
      <TabsShelf />
      <Icons />
      <Small />
    </>
  );
}
