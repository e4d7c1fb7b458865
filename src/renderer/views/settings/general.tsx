import { useEffect, useState } from 'preact/hooks';
import { APPEARANCES, MAX_RETENTION_DAYS, type SettingsView } from '../../../shared/settings.ts';
import { LANGUAGE_TAGS } from '../../../shared/text/languages.ts';
import { useStore } from '../../context.ts';
import { Choice, Pick } from '../../parts/choice.tsx';
import { CommandButton, CommandSwitch } from '../../parts/command-button.tsx';
import {
  appearanceCommand,
  isReadOnly,
  LANGUAGE_CHOICES,
  languageCommand,
  lockedBy,
  loginCommand,
  loginSaid,
  settingsFileCommand,
} from '../../state/commands/app-settings.ts';
import { perform } from '../../state/commands/perform.ts';
import { Setting } from './setting.tsx';

const SETTLE_MS = 300;
function AtLogin({ view }: { view: SettingsView }) {
  const store = useStore();
  const words = store.words.value;
  const { state, note, detail } = view.loginItem;
  const said = loginSaid(view, words);
  return (
    <Setting
      name={words.settings.atLogin}
      id="at-login-why"
      why={words.settings.atLoginWhy}
      note={
        said === null
          ? null
          : [said, note === 'other-program' || note === 'unreadable' ? detail : null].filter(Boolean).join(' ')
      }
    >
      <CommandSwitch
        command={loginCommand(view, words)}
        label={words.settings.atLogin}
        on={state === 'on'}
        describedBy="at-login-why"
      />
    </Setting>
  );
}

/** Days as typed; saved when they are a number that is allowed and typing has stopped. */
function Retention({ view }: { view: SettingsView }) {
  const store = useStore();
  const words = store.words.value;
  const saved = view.settings.logRetentionDays;
  const [text, setText] = useState(String(saved));
  const [judged, setJudged] = useState(true);
  const days = /^\d{1,4}$/.test(text) ? Number(text) : 0;
  const wrong = days < 1 || days > MAX_RETENTION_DAYS;
  useEffect(() => setText(String(saved)), [saved]);
  useEffect(() => {
    setJudged(false);
    const timer = setTimeout(() => {
      setJudged(true);
      if (!wrong && days !== saved) void store.settings.change({ logRetentionDays: days });
    }, SETTLE_MS);
    return () => clearTimeout(timer);
  }, [text]);
  const complaint = wrong && judged ? words.settings.daysInvalid(MAX_RETENTION_DAYS) : null;
  return (
    <Setting name={words.settings.keepFor} id="days-why" why={words.settings.keepForWhy}>
      <span class="days">
        <input
          class={`field num${complaint === null ? '' : ' field-wrong'}`}
          inputMode="numeric"
          aria-label={words.settings.daysField}
          aria-invalid={complaint !== null}
          aria-describedby="days-problem days-why"
          disabled={isReadOnly(view)}
          value={text}
          onInput={(event) => setText(event.currentTarget.value.trim())}
        />
        <span class="t2" aria-hidden="true">
          {words.settings.daysUnit}
        </span>
      </span>
      <p id="days-problem" class="sm tone-bad" aria-live="polite">
        {complaint}
      </p>
    </Setting>
  );
}

/** Language, appearance, start at login, records, and where all this is kept. */
export function GeneralSettings() {
  const store = useStore();
  const words = store.words.value;
  const view = store.settings.view.value;
  if (view === null) return <p class="t2 appears-late">{words.overview.reading}</p>;
  const { settings } = view;
  const locked = lockedBy(view, words);
  return (
    <section class="settings-group" aria-label={words.settings.tab.general}>
      <Setting name={words.settings.language}>
        <Pick
          label={words.settings.language}
          value={settings.language}
          off={locked}
          options={LANGUAGE_CHOICES.map((value) => {
            const { id, label } = languageCommand(value, view, words);
            return { value, label, command: id, ...(value === 'system' ? {} : { lang: LANGUAGE_TAGS[value] }) };
          })}
          onChange={(language) => void perform(languageCommand(language, view, words).effect, store)}
        />
      </Setting>
      <Setting name={words.settings.appearance}>
        <Choice
          label={words.settings.appearance}
          value={settings.appearance}
          off={locked}
          options={APPEARANCES.map((value) => {
            const { id, label } = appearanceCommand(value, view, words);
            return { value, label, command: id };
          })}
          onChange={(appearance) => void perform(appearanceCommand(appearance, view, words).effect, store)}
        />
      </Setting>
      <AtLogin view={view} />
      <Retention view={view} />
      <Setting name={words.settings.file}>
        <code class="mono t2 cut" title={view.path}>
          {view.path}
        </code>
        <CommandButton kind="icon" command={settingsFileCommand(view, words)} />
      </Setting>
    </section>
  );
}
