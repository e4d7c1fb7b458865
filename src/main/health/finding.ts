/** What a rule found, before its sentences are written down in English with their codes beside them. */
import type { Diagnosis, Fix } from '../../shared/diagnosis.ts';
import { type Phrase, textOf, told } from '../../shared/said.ts';

type Worded<F> = F extends Fix ? Omit<F, 'label' | 'told'> & { readonly label: Phrase } : never;
export type FindingFix = Worded<Fix>;

export interface Finding extends Omit<Diagnosis, 'evidence' | 'fix' | 'otherFixes' | 'told'> {
  readonly evidence: readonly Phrase[];
  readonly fix: FindingFix | null;
  readonly otherFixes?: readonly FindingFix[];
}

/** Titles are told by the finding's code. */
export function written({ evidence, fix, otherFixes, ...rest }: Finding): Diagnosis {
  return {
    ...rest,
    evidence: evidence.map(textOf),
    fix: fix === null ? null : writtenFix(fix),
    ...(otherFixes === undefined ? {} : { otherFixes: otherFixes.map(writtenFix) }),
    ...told({ evidence }),
  };
}

function writtenFix(fix: FindingFix): Fix {
  return { ...fix, label: textOf(fix.label), ...told({ label: fix.label }) };
}
