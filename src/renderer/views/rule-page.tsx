import type { FunctionComponent } from 'preact';
import { useEffect, useState } from 'preact/hooks';
import { useStore } from '../context.ts';

type Reader = FunctionComponent<{ rule: string }>;

/** "Why, and by hand": the page of a finding's rule, folded away; it and what draws it are read when it is opened. */
export function RulePageView({ rule }: { rule: string }) {
  const words = useStore().words.value;
  const [open, setOpen] = useState(false);
  const [Text, setText] = useState<Reader | 'failed' | null>(null);
  useEffect(() => {
    if (!open || (Text !== null && Text !== 'failed')) return;
    import('./rule-text.tsx').then(
      ({ RuleText }) => setText(() => RuleText),
      () => setText('failed'),
    );
  }, [open]);
  return (
    <details class="rule-page" onToggle={(event) => setOpen(event.currentTarget.open)}>
      <summary>{words.rulePage.title}</summary>
      {Text === null && <p class="t3 appears-late">{words.rulePage.reading}</p>}
      {Text === 'failed' && <p class="t3">{words.rulePage.failed}</p>}
      {open && Text !== null && Text !== 'failed' && <Text rule={rule} />}
    </details>
  );
}
