export interface ChoiceOption<T extends string> {
  readonly value: T;
  readonly label: string;
  /** Language of the label when it is another than the page's. */
  readonly lang?: string;
  /** Id of the command that chooses it. */
  readonly command?: string;
}

interface ChoiceProps<T extends string> {
  readonly label: string;
  readonly value: T;
  readonly options: readonly ChoiceOption<T>[];
  readonly onChange: (value: T) => void;
  /** Why it cannot be changed now. */
  readonly off?: string | null;
}

/** One of few, all seen: a group of radio buttons that looks like one control. */
export function Choice<T extends string>({ label, value, options, onChange, off = null }: ChoiceProps<T>) {
  return (
    <fieldset class="choice" disabled={off !== null} title={off ?? undefined}>
      <legend class="vh">{label}</legend>
      {options.map((option) => (
        <label key={option.value} class="choice-item" lang={option.lang}>
          <input
            type="radio"
            class="vh"
            name={label}
            value={option.value}
            data-command={option.command}
            checked={option.value === value}
            onChange={() => onChange(option.value)}
          />
          <span>{option.label}</span>
        </label>
      ))}
    </fieldset>
  );
}

/** One of several in little room: the platform's own list. */
export function Pick<T extends string>({ label, value, options, onChange, off = null }: ChoiceProps<T>) {
  return (
    <select
      class="field pick"
      aria-label={label}
      title={off ?? undefined}
      disabled={off !== null}
      value={value}
      onChange={(event) => {
        const chosen = options.find((option) => option.value === event.currentTarget.value);
        if (chosen !== undefined) onChange(chosen.value);
      }}
    >
      {options.map((option) => (
        <option key={option.value} value={option.value} lang={option.lang} data-command={option.command}>
          {option.label}
        </option>
      ))}
    </select>
  );
}
