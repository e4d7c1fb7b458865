import type { Command } from '../state/commands/command.ts';
import { moveRoving } from './roving.ts';

export interface TabListProps<T extends string> {
  /** What the tabs are of, for screen readers. */
  readonly label: string;
  readonly tabs: readonly T[];
  readonly current: T;
  readonly words: Readonly<Record<T, string>>;
  /** Id of a tab's button; its panel is labelled by it. */
  readonly idOf: (tab: T) => string;
  /** Id of the one panel. */
  readonly panel: string;
  readonly onChange: (tab: T) => void;
  /** The command that each of them gives. */
  readonly commandOf: (tab: T) => Command | null;
}

/** Tabs over one panel: one stop of the Tab key, arrows move and choose. */
export function TabList<T extends string>({
  label,
  tabs,
  current,
  words,
  idOf,
  panel,
  onChange,
  commandOf,
}: TabListProps<T>) {
  return (
    <div
      class="head"
      role="tablist"
      aria-label={label}
      onKeyDown={(event) => {
        const target = moveRoving(event, 'horizontal');
        const tab = target === null ? undefined : tabs[target];
        if (tab !== undefined) onChange(tab);
      }}
    >
      {tabs.map((tab) => (
        <button
          key={tab}
          type="button"
          role="tab"
          id={idOf(tab)}
          class="tab"
          data-roving
          data-command={commandOf(tab)?.id}
          aria-selected={tab === current}
          aria-controls={panel}
          tabIndex={tab === current ? 0 : -1}
          onClick={() => onChange(tab)}
        >
          {words[tab]}
        </button>
      ))}
    </div>
  );
}
