import type { Words } from '../../../shared/text/words.ts';
import { useStore } from '../../context.ts';
import { SectionHead } from '../../parts/section-head.tsx';
import { lastPortOf, type MapPart, type PortRow, portMap } from '../../state/port-plan.ts';

function labelOf(part: MapPart, words: Words, nameOf: (profile: string) => string): string {
  const name = part.profile === null ? '' : nameOf(part.profile);
  switch (part.kind) {
    case 'clash':
      return words.settings.overlaps(part.port, name);
    case 'planned':
      return words.settings.planned(part.port, name);
    case 'free':
      return words.settings.free(part.port);
    case 'now':
      return `${part.port} ${name}`;
  }
}

/** The same for those who cannot see it. */
function spoken(rows: readonly PortRow[], words: Words, nameOf: (profile: string) => string): string {
  const clashes = rows.flatMap(({ profile, wanted, clash, proposal }) => {
    if (clash === null || wanted === null) return [];
    const { port } = clash;
    const said = words.settings.mapOverlap(nameOf(profile), wanted, nameOf(clash.profile), port, lastPortOf(port));
    return proposal === null ? [said] : [said, words.settings.mapFree(proposal)];
  });
  return clashes.length === 0 ? words.settings.mapClear(rows.length) : clashes.join(words.space);
}

/** All ports on one line: each base and what it uses, what would overlap in red above the line, what is free dashed. */
export function PortMapView({ rows }: { rows: readonly PortRow[] }) {
  const store = useStore();
  const words = store.words.value;
  const map = portMap(rows);
  if (map === null) return null;
  return (
    <section class="sec port-section">
      <SectionHead title={words.settings.ports}>
        <span class="aside t3">{words.settings.portsWhy}</span>
      </SectionHead>
      <div class="map" role="img" aria-label={spoken(rows, words, store.settings.nameOf)}>
        <i class="map-line" />
        {map.parts.map((part) => (
          <div
            key={`${part.kind} ${part.profile} ${part.port}`}
            class={`map-part map-${part.kind}`}
            style={{ left: `${part.left}%`, width: `${part.width}%` }}
          >
            <b />
            <span>{labelOf(part, words, store.settings.nameOf)}</span>
          </div>
        ))}
        {map.breaks.map((at) => (
          <i key={at} class="map-break" style={{ left: `${at}%` }}>
            ⋯
          </i>
        ))}
      </div>
    </section>
  );
}
