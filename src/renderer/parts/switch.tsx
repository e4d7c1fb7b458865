export interface SwitchProps {
  readonly label: string;
  readonly on: boolean;
  readonly onChange: (on: boolean) => void;
  /** Why it cannot be switched now; it stays focusable and says so. */
  readonly off?: string | null;
  readonly describedBy?: string;
  /** True while it was asked for and not read back. */
  readonly waiting?: boolean;
  /** Id of the command that turns it. */
  readonly command?: string;
  /** The command line that does the same. */
  readonly hint?: string | null;
}

/** A switch that shows what is, not what was clicked: it moves when its owner says so. */
export function Switch(props: SwitchProps) {
  const { label, on, onChange, off = null, describedBy, waiting = false, command, hint = null } = props;
  return (
    <input
      type="checkbox"
      role="switch"
      class={`switch${waiting ? ' switch-waiting' : ''}`}
      aria-label={label}
      aria-checked={on}
      aria-disabled={off === null ? undefined : true}
      aria-busy={waiting || undefined}
      aria-describedby={describedBy}
      title={off ?? hint ?? undefined}
      data-command={command}
      checked={on}
      onClick={(event) => {
        // Drawn from what is: the click itself changes nothing.
        event.preventDefault();
        if (off === null && !waiting) onChange(!on);
      }}
    />
  );
}
