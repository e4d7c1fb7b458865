import { useStore } from '../context.ts';
import type { Command } from '../state/commands/command.ts';
import { perform } from '../state/commands/perform.ts';
import { Button, type ButtonProps } from './button.tsx';

/** A command as a button: its words, its reason not to work now and what it does are the palette's. */
export function CommandButton(
  props: {
    readonly command: Command;
    /** Without the drawing that the palette shows. */
    readonly plainIcon?: boolean;
    /** Other words for the same, where the place asks for them. */
    readonly label?: string;
  } & Pick<ButtonProps, 'kind' | 'large' | 'extraClass'>,
) {
  const { command, plainIcon = false, label = command.label, ...look } = props;
  const store = useStore();
  return (
    <Button
      {...look}
      label={label}
      lang={command.foreign ? 'en' : undefined}
      off={command.off}
      onPress={() => perform(command.effect, store)}
      {...(command.icon === null || plainIcon ? {} : { icon: command.icon })}
    />
  );
}
