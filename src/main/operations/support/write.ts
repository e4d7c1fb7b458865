/** Writes a support bundle that was shown before: a gzipped tar of exactly the texts of the preview, private to this user. */

import { promisify } from 'node:util';
import { ExpectedError } from '../../../shared/outcome.ts';
import { say } from '../../../shared/said.ts';
import type { SupportPreview } from '../../../shared/support.ts';
import { exists, writeFileAtomic } from '../../system/files.ts';
import { tarOf } from './tar.ts';

/** @returns its size in bytes. @throws ExpectedError `invalid-option` (something is there already), `disk-full`, `file-write-failed`. */
export async function writeSupport(preview: SupportPreview, path: string, now: number): Promise<number> {
  if (await exists(path)) {
    throw new ExpectedError('invalid-option', say('invalid-option.not-overwritten', { path }), {
      hint: say('hint.other-name'),
    });
  }
  const { gzip } = await import('node:zlib');
  const folder = preview.name.replace(/\.tar\.gz$/, '');
  const archive = tarOf(
    preview.files.map(({ name, text }) => ({ name: `${folder}/${name}`, content: Buffer.from(text) })),
    now / 1000,
  );
  const packed = await promisify(gzip)(archive);
  await writeFileAtomic(path, packed, { mode: 0o600 });
  return packed.length;
}
