import { useEffect, useState } from 'preact/hooks';
import { langOfCore } from '../../shared/text/tell.ts';
import { useStore } from '../context.ts';
import { type Inline, parseRulePage, type RuleBlock, type RulePage } from '../state/rule-page.ts';

/** Each page is a file of the build by itself and read when it is first opened: most are never needed. */
const files = import.meta.glob<string>('../../../docs/rules/*.md', { query: '?raw', import: 'default' });
const fileOf = (rule: string) => files[`../../../docs/rules/${rule}.md`];

function Part({ part, onRule }: { part: Inline; onRule: (rule: string) => void }) {
  switch (part.kind) {
    case 'text':
      return part.text;
    case 'code':
      return <code>{part.text}</code>;
    case 'strong':
      return <strong>{part.text}</strong>;
    case 'rule':
      return fileOf(part.rule) === undefined ? (
        part.text
      ) : (
        <button type="button" class="link" onClick={() => onRule(part.rule)}>
          {part.text}
        </button>
      );
  }
}

function Block({ block, onRule }: { block: RuleBlock; onRule: (rule: string) => void }) {
  const parts = block.parts.map((part, at) => <Part key={`${at} ${part.text}`} part={part} onRule={onRule} />);
  if (block.kind === 'code') return <pre class="code">{parts}</pre>;
  return <p class={block.kind === 'item' ? 'rule-item' : undefined}>{parts}</p>;
}

type Reading = { readonly rule: string; readonly page: RulePage | 'failed' };

/** Reads one page of the build; what cannot be read is said. */
function usePage(rule: string): RulePage | 'reading' | 'failed' {
  const [read, setRead] = useState<Reading | null>(null);
  useEffect(() => {
    let wanted = true;
    const done = (page: Reading['page']) => {
      if (wanted) setRead({ rule, page });
    };
    const load = fileOf(rule);
    if (load === undefined) done('failed');
    else
      load().then(
        (text) => done(parseRulePage(text)),
        () => done('failed'),
      );
    return () => {
      wanted = false;
    };
  }, [rule]);
  return read !== null && read.rule === rule ? read.page : 'reading';
}

/** The page of a rule, and of those that it leads to. The pages are in English. */
export function RuleText({ rule }: { rule: string }) {
  const words = useStore().words.value;
  const [shown, setShown] = useState(rule);
  const page = usePage(shown);
  if (page === 'reading') return <p class="t3 appears-late">{words.rulePage.reading}</p>;
  if (page === 'failed') return <p class="t3">{words.rulePage.failed}</p>;
  return (
    <div class="rule-text" lang={langOfCore(words)}>
      <h3>{page.title}</h3>
      {page.blocks.map((block, at) => (
        <Block key={`${shown} ${at}`} block={block} onRule={setShown} />
      ))}
    </div>
  );
}
