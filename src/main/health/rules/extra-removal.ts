import type { Fix } from '../../../shared/diagnosis.ts';
import type { ExtraService } from '../../../shared/status-report.ts';

/** The first command of a removal is the one that ends it; the rest clears up, and stands in the list of extra services. */
export function removal(service: ExtraService): Fix {
  const [first] = service.removal;
  return first === undefined
    ? { kind: 'advice', label: `Remove ${service.path} with the tool that made it.` }
    : { kind: 'command', label: `Turn ${service.name} off`, command: first };
}
