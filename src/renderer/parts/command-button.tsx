import type { ComponentChildren } from 'preact';
import { useState } from 'preact/hooks';
import { useStore } from '../context.ts';
import type { Command } from '../state/commands/command.ts';
import { perform } from '../state/commands/perform.ts';
import { shellText } from '../state/shim.ts';
import { Button, type ButtonProps } from './button.tsx';
import { Switch } from './switch.tsx';

/** The command line that does the same, for a tooltip. */
export const hintOf = ({ argv }: Command): string | null => (argv === null ? null : shellText(argv));

/** A command as a button: its words, its reason not to work now and what it does are the palette's; its tooltip has the command line. */
export function CommandButton(
  props: {
    readonly command: Command;
    /** Without the drawing that the palette shows. */
    readonly plainIcon?: boolean;
    /** Other words for the same, where the place asks for them. */
    readonly label?: string;
    /** Why it cannot be pressed here although the command as such can be given. */
    readonly off?: string | null;
  } & Pick<ButtonProps, 'kind' | 'large' | 'extraClass' | 'current'>,
) {
  const { command, plainIcon = false, label = command.label, off = null, ...look } = props;
  const store = useStore();
  return (
    <Button
      {...look}
      label={label}
      lang={command.foreign ? 'en' : undefined}
      off={command.off ?? off}
      command={command.id}
      hint={hintOf(command)}
      onPress={() => void perform(command.effect, store)}
      {...(command.icon === null || plainIcon ? {} : { icon: command.icon })}
    />
  );
}

/** A command as words that are pressed, where a button would be too loud. */
export function CommandLink(props: { command: Command; extraClass?: string; children?: ComponentChildren }) {
  const { command, extraClass = '', children = command.label } = props;
  const store = useStore();
  return (
    <button
      type="button"
      class={extraClass === '' ? 'link' : `link ${extraClass}`}
      title={hintOf(command) ?? undefined}
      data-command={command.id}
      aria-disabled={command.off === null ? undefined : true}
      onClick={() => {
        if (command.off === null) void perform(command.effect, store);
      }}
    >
      {children}
    </button>
  );
}

/** A command as the switch that it turns to what it is not; it waits for the answer before it moves. */
export function CommandSwitch(props: { command: Command; label: string; on: boolean; describedBy?: string }) {
  const { command, label, on, describedBy } = props;
  const store = useStore();
  const [waiting, setWaiting] = useState(false);
  async function change(): Promise<void> {
    setWaiting(true);
    await perform(command.effect, store);
    setWaiting(false);
  }
  return (
    <Switch
      label={label}
      on={on}
      waiting={waiting}
      off={command.off}
      command={command.id}
      hint={hintOf(command)}
      onChange={() => void change()}
      {...(describedBy === undefined ? {} : { describedBy })}
    />
  );
}
