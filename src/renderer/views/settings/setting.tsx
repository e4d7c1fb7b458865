import type { ComponentChildren } from 'preact';

/** One setting: what it is, why one may want it, and its control at the right. */
export function Setting(props: {
  readonly name: string;
  /** The name is somebody's own word, a profile's for example. */
  readonly own?: boolean;
  readonly id?: string;
  readonly why?: string | null;
  /** A note in the colour of a warning. */
  readonly note?: string | null;
  readonly children: ComponentChildren;
}) {
  const { name, own = false, id, why = null, note = null, children } = props;
  return (
    <div class="setting">
      <div class="setting-words">
        <span translate={!own}>{name}</span>
        {(why !== null || note !== null) && (
          <p id={id} class="sm">
            {why !== null && <span class="t3">{why}</span>} {note !== null && <span class="tone-warn">{note}</span>}
          </p>
        )}
      </div>
      <div class="setting-control">{children}</div>
    </div>
  );
}
