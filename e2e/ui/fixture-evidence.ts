import type { Diagnosis } from '../../src/shared/diagnosis.ts';
import { type Phrase, textOf, told } from '../../src/shared/said.ts';

/** Evidence as the core sends it: in English, and how it is told in other languages. */
export function evidenceOf(...evidence: Phrase[]): Pick<Diagnosis, 'evidence' | 'told'> {
  return { evidence: evidence.map((each) => textOf(each)), ...told({ evidence }) };
}
