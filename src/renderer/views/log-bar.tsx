import type { RefObject } from 'preact';
import type { LogSourceName } from '../../shared/log-line.ts';
import { useStore } from '../context.ts';
import { Button } from '../parts/button.tsx';
import { CommandButton, hintOf } from '../parts/command-button.tsx';
import { Icon } from '../parts/icon.tsx';
import { logSight, scopeOf } from '../state/commands/all-commands.ts';
import { LOG_LEVELS, levelCommand, logCommand, revealCommand } from '../state/commands/log-commands.ts';
import type { ProfileEntry } from '../state/status.ts';

export interface LogBarProps {
  readonly searchRef: RefObject<HTMLInputElement | null>;
  /** Place of the current match among all, from 1; 0 when none was gone to yet. */
  readonly at: number;
  readonly onStep: (by: 1 | -1) => void;
  readonly onLeave: () => void;
  /** Why no crash can be gone to, or null. */
  readonly crash: string | null;
  readonly entry: ProfileEntry;
}

/** Search, levels, source, and what can be done with the log. */
export function LogBar(props: LogBarProps) {
  const store = useStore();
  const words = store.words.value;
  const view = store.logView;
  void view.version.value;
  const { sources } = view.state.value;
  const query = view.query.value;
  const { entry } = props;
  const scope = scopeOf(store, entry);
  const sight = logSight(store);
  const found = view.buffer.matches().length;
  return (
    <div class="log-bar">
      <search class="log-search">
        <Icon name="search" />
        <input
          ref={props.searchRef}
          type="text"
          class="log-query"
          aria-label={words.logs.search}
          placeholder={words.logs.search}
          spellcheck={false}
          value={query}
          onInput={(event) => view.search(event.currentTarget.value)}
          onKeyDown={(event) => {
            if (event.key === 'Enter') props.onStep(event.shiftKey ? -1 : 1);
            else if (event.key === 'Escape') {
              if (query === '') props.onLeave();
              else view.search('');
            } else return;
            event.preventDefault();
          }}
        />
        <span class="log-count num" role="status">
          {query === '' ? '' : found === 0 ? words.logs.foundNone : words.logs.found(props.at, found)}
        </span>
        {query !== '' && (
          <>
            <Button
              kind="icon"
              icon="up"
              extraClass="btn-small"
              label={words.logs.previous}
              off={found === 0 ? words.logs.foundNone : null}
              onPress={() => props.onStep(-1)}
            />
            <Button
              kind="icon"
              icon="down"
              extraClass="btn-small"
              label={words.logs.next}
              off={found === 0 ? words.logs.foundNone : null}
              onPress={() => props.onStep(1)}
            />
          </>
        )}
      </search>
      <fieldset class="log-levels">
        <legend class="vh">{words.logs.levels}</legend>
        {LOG_LEVELS.map((level) => {
          const command = levelCommand(level, entry, scope, sight);
          return (
            <button
              key={command.id}
              type="button"
              class="log-level"
              title={hintOf(command) ?? undefined}
              data-command={command.id}
              aria-pressed={view.level.value === level[1]}
              onClick={() => view.filter(level[1])}
            >
              {command.label}
            </button>
          );
        })}
      </fieldset>
      <span class="log-source">
        <select
          class="btn"
          aria-label={words.logs.source}
          value={view.source.value ?? ''}
          onChange={(event) => {
            const chosen = sources.find((name) => name === event.currentTarget.value);
            view.source.value = chosen ?? null;
          }}
        >
          <option value="">{words.logs.allSources}</option>
          {sourcesToShow(sources, view.source.value).map((name) => (
            <option key={name} value={name}>
              {words.logs.sourceNames[name]}
            </option>
          ))}
        </select>
        <Icon name="down" />
      </span>
      <span class="log-acts">
        <CommandButton kind="icon" command={logCommand('crash', entry, scope, sight)} off={props.crash} />
        <CommandButton kind="icon" command={logCommand('copy', entry, scope, sight)} />
        <CommandButton kind="icon" command={revealCommand(entry, scope, sight)} />
      </span>
    </div>
  );
}

/** The chosen one stays in the list while the sources of another profile are not known yet. */
function sourcesToShow(sources: readonly LogSourceName[], chosen: LogSourceName | null): readonly LogSourceName[] {
  return chosen === null || sources.includes(chosen) ? sources : [...sources, chosen];
}
