import type { RefObject } from 'preact';
import type { LogLevel, LogSourceName } from '../../shared/log-line.ts';
import { useStore } from '../context.ts';
import { Button } from '../parts/button.tsx';
import { Icon } from '../parts/icon.tsx';

const LEVELS: readonly (readonly [name: 'all' | 'info' | 'warn' | 'error', least: LogLevel | null])[] = [
  ['all', null],
  ['info', 'info'],
  ['warn', 'warn'],
  ['error', 'error'],
];

export interface LogBarProps {
  readonly searchRef: RefObject<HTMLInputElement | null>;
  /** Place of the current match among all, from 1; 0 when none was gone to yet. */
  readonly at: number;
  readonly onStep: (by: 1 | -1) => void;
  readonly onLeave: () => void;
  readonly crash: string | null;
  readonly onCrash: () => void;
  readonly onCopy: () => void;
  readonly onReveal: () => void;
}

/** Search, levels, source, and what can be done with the log. */
export function LogBar(props: LogBarProps) {
  const store = useStore();
  const words = store.words.value;
  const view = store.logView;
  void view.version.value;
  const { sources, inFile } = view.state.value;
  const query = view.query.value;
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
        {LEVELS.map(([name, least]) => (
          <button
            key={name}
            type="button"
            class="log-level"
            aria-pressed={view.level.value === least}
            onClick={() => view.filter(least)}
          >
            {words.logs.least[name]}
          </button>
        ))}
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
        <Button kind="icon" icon="crash" label={words.logs.lastCrash} off={props.crash} onPress={props.onCrash} />
        <Button kind="icon" icon="copy" label={words.act.copyLog} onPress={props.onCopy} />
        <Button
          kind="icon"
          icon="folder"
          label={words.logs.openFolder}
          off={inFile ? null : words.logs.noFolder}
          onPress={props.onReveal}
        />
      </span>
    </div>
  );
}

/** The chosen one stays in the list while the sources of another profile are not known yet. */
function sourcesToShow(sources: readonly LogSourceName[], chosen: LogSourceName | null): readonly LogSourceName[] {
  return chosen === null || sources.includes(chosen) ? sources : [...sources, chosen];
}
