import { useStore } from '../context.ts';
import { CopyLine } from '../parts/copy.tsx';
import type { Command } from '../state/commands/command.ts';
import { shellText } from '../state/shim.ts';

/** What each of these does on the command line; those that only the window can do are left out, and none is there twice. */
export function CommandLines({ commands }: { commands: readonly Command[] }) {
  const store = useStore();
  const words = store.words.value;
  const lines = new Map<string, Command>();
  for (const command of commands) {
    const text = command.argv === null ? null : shellText(command.argv);
    if (text !== null && !lines.has(text)) lines.set(text, command);
  }
  return (
    <dl class="command-lines">
      {[...lines].map(([text, command]) => (
        <div key={text}>
          <dt lang={command.foreign ? 'en' : undefined}>{command.label.replace(/…$/, '')}</dt>
          <dd>
            <CopyLine text={text} label={words.act.copyCommand} />
          </dd>
        </div>
      ))}
    </dl>
  );
}

/** "On the command line": what the buttons of a page do, folded away until somebody wants it. */
export function SameOnCommandLine({ commands }: { commands: readonly Command[] }) {
  const words = useStore().words.value;
  return (
    <details class="same">
      <summary>{words.palette.sameAs}</summary>
      <CommandLines commands={commands} />
    </details>
  );
}
