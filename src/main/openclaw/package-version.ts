/** Which OpenClaw package a file belongs to, read from package.json files; nothing is started. */
import { readFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { z } from 'zod';
import { errnoOf } from '../system/files.ts';

/** The fields of OpenClaw's package.json that are used here. */
const packageSchema = z.object({
  name: z.literal('openclaw'),
  version: z.string().max(100).optional().catch(undefined),
  engines: z
    .object({ node: z.string().max(200).optional().catch(undefined) })
    .optional()
    .catch(undefined),
});

/** An OpenClaw package on disk. */
export interface OpenClawPackage {
  readonly root: string;
  readonly version: string | null;
  /** `engines.node`, for example `>=24.16.0 <25 || >=26.1.0`. */
  readonly nodeRange: string | null;
}

const MAX_LEVELS = 8;

/** The OpenClaw package whose root is exactly `root`; null when there is none or its package.json is not readable as one. */
export async function readPackageAt(root: string): Promise<OpenClawPackage | null> {
  const parsed = packageSchema.safeParse(await readJson(join(root, 'package.json')));
  if (!parsed.success) return null;
  return { root, version: parsed.data.version ?? null, nodeRange: parsed.data.engines?.node ?? null };
}

/** The OpenClaw package that a file or folder lies in: the nearest package.json above it that is OpenClaw's. */
export async function findPackageAround(path: string): Promise<OpenClawPackage | null> {
  let folder = path;
  for (let level = 0; level < MAX_LEVELS; level += 1) {
    const found = await readPackageAt(folder);
    if (found !== null) return found;
    const parent = dirname(folder);
    if (parent === folder) return null;
    folder = parent;
  }
  return null;
}

/** Version of the OpenClaw package around an entry script; null when it cannot be told (package moved, unreadable, not OpenClaw). */
export async function readPackageVersion(entry: string): Promise<string | null> {
  return (await findPackageAround(dirname(entry)))?.version ?? null;
}

const UNREADABLE = new Set(['ENOENT', 'ENOTDIR', 'EACCES', 'EPERM', 'EISDIR', 'ELOOP', 'ENAMETOOLONG', 'EIO']);

/** Parsed JSON, or null for a file that is not there, not ours to read or not JSON: none of these is a package we could use. */
async function readJson(path: string): Promise<unknown> {
  try {
    return JSON.parse(await readFile(path, 'utf8'));
  } catch (cause) {
    if (cause instanceof SyntaxError || UNREADABLE.has(errnoOf(cause) ?? '')) return null;
    throw cause;
  }
}
