import type { StatusReport } from '../../shared/status-report.ts';
import { useStore } from '../context.ts';
import { StatusGlyph } from '../parts/icon.tsx';
import { type Fact, factLine, type Link } from '../state/facts.ts';

function FactItem({ fact, link, cutText }: { fact: Fact; link: Link | null; cutText: string }) {
  return (
    <li class="fact" title={fact.detail ?? undefined}>
      <div class="fact-head">
        <StatusGlyph glyph={fact.glyph} />
        <span>{fact.label}</span>
        {link !== null && <i class={`link-${link}`} />}
      </div>
      <b class="num">{fact.value}</b>
      {fact.detail !== null && fact.detail !== '' && (
        <span class={`fact-detail num${fact.detailMono ? ' mono' : ''}`} title={fact.detail}>
          {fact.detail}
        </span>
      )}
      {link === 'cut' && <span class="vh">{cutText}</span>}
    </li>
  );
}

/** Definition, process, RPC on one line; the line is cut where the truth breaks. */
export function FactLineView({ report }: { report: StatusReport }) {
  const store = useStore();
  const words = store.words.value;
  const { facts, links } = factLine(report, words, store.now.value);
  return (
    <ul class="line" aria-label={words.fact.list}>
      {facts.map((fact, at) => (
        <FactItem key={fact.key} fact={fact} link={links[at] ?? null} cutText={words.fact.cut} />
      ))}
    </ul>
  );
}
