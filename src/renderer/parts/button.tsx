import type { ComponentChildren, Ref } from 'preact';
import { Icon, type UiIcon } from './icon.tsx';

export interface ButtonProps {
  readonly label: string;
  /** Language of the label where it is not the page's. */
  readonly lang?: 'en' | undefined;
  readonly onPress: () => void;
  readonly icon?: UiIcon;
  /** `primary` at most once on a page. */
  readonly kind?: 'plain' | 'primary' | 'ghost' | 'icon' | 'item';
  readonly large?: boolean;
  /** Why it cannot be pressed now; it stays focusable and says so. */
  readonly off?: string | null;
  readonly extraClass?: string;
  readonly children?: ComponentChildren;
  readonly buttonRef?: Ref<HTMLButtonElement>;
  readonly expanded?: boolean;
  /** It leads to the page that is shown. */
  readonly current?: boolean;
  /** Id of the command that it carries out. */
  readonly command?: string;
  /** What else the tooltip says: the command line that does the same. */
  readonly hint?: string | null;
}

/** The one button. Its accessible name is `label`; an icon button shows the label as tooltip. */
export function Button(props: ButtonProps) {
  const { label, onPress, icon, kind = 'plain', large = false, off = null, extraClass = '', children } = props;
  const named = kind === 'icon' ? label : null;
  const tip = off ?? [named, props.hint ?? null].filter((each) => each !== null).join('\n');
  const classes = ['btn', kind === 'plain' ? '' : `btn-${kind}`, large ? 'btn-large' : '', extraClass];
  return (
    <button
      type="button"
      ref={props.buttonRef ?? null}
      lang={props.lang}
      class={classes.filter((name) => name !== '').join(' ')}
      aria-disabled={off === null ? undefined : true}
      aria-expanded={props.expanded}
      aria-current={props.current === true ? 'page' : undefined}
      aria-label={kind === 'icon' ? label : undefined}
      title={tip === '' ? undefined : tip}
      data-command={props.command}
      onClick={() => {
        if (off === null) onPress();
      }}
    >
      {icon && <Icon name={icon} />}
      {kind !== 'icon' && <span>{label}</span>}
      {children}
    </button>
  );
}
