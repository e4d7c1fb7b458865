import type { ExtraService } from '../../shared/extra-service.ts';
import { tell } from '../../shared/text/tell.ts';
import { useStore } from '../context.ts';
import { CommandButton } from '../parts/command-button.tsx';
import { StatusGlyph } from '../parts/icon.tsx';
import { Tell } from '../parts/tell.tsx';
import { scopeOf } from '../state/commands/all-commands.ts';
import { extraCommand } from '../state/commands/finding-commands.ts';
import type { ProfileEntry } from '../state/status.ts';

/** Services that belong to no profile, each with the way to remove it. */
export function ExtraServices({ entry, extras }: { entry: ProfileEntry; extras: readonly ExtraService[] }) {
  const store = useStore();
  const words = store.words.value;
  const scope = scopeOf(store, entry);
  return (
    <ul class="noticed">
      {extras.map((extra) => (
        <li key={extra.path}>
          <StatusGlyph glyph="degraded" />
          <div>
            <span class="mono">{extra.name}</span> <span class="chip">{words.service.kind[extra.kind]}</span>
            <Tell as="p" class="t3 sm" sentence={tell(words, extra, 'reason')} />
          </div>
          <CommandButton command={extraCommand(extra, entry.profile, extras, scope)} plainIcon />
        </li>
      ))}
    </ul>
  );
}
