import type { CliContext, Selection } from '../cli-context.ts';
export async function supportBundleCommand(_c: CliContext, _s: Selection, _o: object): Promise<number> {
  return 1;
}
