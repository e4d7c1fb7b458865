import { useEffect, useState } from 'preact/hooks';
import {
  type Appearance,
  LANGUAGES,
  type LanguageSetting,
  MAX_RETENTION_DAYS,
  type SettingsView,
} from '../../../shared/settings.ts';
import { LANGUAGE_NAMES, wordsFor } from '../../../shared/text/words.ts';
import { useStore } from '../../context.ts';
import { Button } from '../../parts/button.tsx';
import { Choice, Pick } from '../../parts/choice.tsx';
import { Switch } from '../../parts/switch.tsx';
import { Setting } from './setting.tsx';

const SETTLE_MS = 300;
const LOOKS: readonly Appearance[] = ['system', 'light', 'dark'];

/** True when nothing can be changed: a file of a newer version, or one that may not be read. */
export function isReadOnly(view: SettingsView): boolean {
  return view.problem !== null && view.problem.kind !== 'corrupt';
}

function AtLogin({ view }: { view: SettingsView }) {
  const store = useStore();
  const words = store.words.value;
  const [waiting, setWaiting] = useState(false);
  const { state, note, detail } = view.loginItem;
  const said = note === null ? null : words.settings.loginNote[note];
  async function change(on: boolean): Promise<void> {
    setWaiting(true);
    await store.settings.change({}, on);
    setWaiting(false);
  }
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
      <Switch
        label={words.settings.atLogin}
        on={state === 'on'}
        waiting={waiting}
        off={state === 'unsupported' || state === 'unknown' ? said : null}
        describedBy="at-login-why"
        onChange={(on) => void change(on)}
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
  const locked = isReadOnly(view) ? words.settings.problem[view.problem?.kind ?? 'unreadable'] : null;
  const languages: readonly LanguageSetting[] = ['system', ...LANGUAGES];
  return (
    <section class="settings-group" aria-label={words.settings.tab.general}>
      <Setting name={words.settings.language}>
        <Pick
          label={words.settings.language}
          value={settings.language}
          off={locked}
          options={languages.map((value) =>
            value === 'system'
              ? { value, label: words.settings.bySystem }
              : { value, label: LANGUAGE_NAMES[value], lang: wordsFor(value).tag },
          )}
          onChange={(language) => void store.settings.change({ language })}
        />
      </Setting>
      <Setting name={words.settings.appearance}>
        <Choice
          label={words.settings.appearance}
          value={settings.appearance}
          off={locked}
          options={LOOKS.map((value) => ({ value, label: words.settings.look[value] }))}
          onChange={(appearance) => void store.settings.change({ appearance })}
        />
      </Setting>
      <AtLogin view={view} />
      <Retention view={view} />
      <Setting name={words.settings.file}>
        <code class="mono t2 cut" title={view.path}>
          {view.path}
        </code>
        <Button kind="icon" icon="copy" label={words.settings.copyFile} onPress={() => void store.copy(view.path)} />
      </Setting>
    </section>
  );
}
