/**
 * Reads openclaw.json (JSON5) and puts its `$include`s together, with OpenClaw's rules (2026.9.6, includes): a string or an array of
 * them at any object; later files and sibling keys win, objects merge, arrays are joined; at most 10 levels, 2 MiB a file; only inside
 * the configuration's folder and OPENCLAW_INCLUDE_ROOTS.
 */

import { realpath } from 'node:fs/promises';
import { delimiter, dirname, isAbsolute, join, relative, resolve } from 'node:path';
import JSON5 from 'json5';
import { ExpectedError } from '../../shared/outcome.ts';
import { showText } from '../../shared/profile.ts';
import { type Phrase, say } from '../../shared/said.ts';
import { errnoOf } from '../system/files.ts';
import type { Environment } from '../system/host.ts';
import { readRegularText } from './read-text.ts';

export type ConfigObject = { readonly [key: string]: unknown };

export interface LoadedConfig {
  /** null when the file is not there. */
  readonly tree: ConfigObject | null;
  /** The file's own text, before includes; null when it is not there. */
  readonly text: string | null;
  /** Absolute paths of everything that was read, the configuration first. */
  readonly files: readonly string[];
}

const MAX_MAIN_BYTES = 8 * 1024 * 1024;
const MAX_INCLUDE_BYTES = 2 * 1024 * 1024;
const MAX_INCLUDE_DEPTH = 10;
const MAX_NESTING = 200;
const MAX_PATH = 4096;
/** Keys that would reach an object's prototype; OpenClaw drops them when it merges. */
const BLOCKED_KEYS = new Set(['__proto__', 'prototype', 'constructor']);

/** @throws ExpectedError `config-unreadable` (permissions, folder, size) or `config-invalid` (not JSON5, bad include). */
export async function loadConfigTree(path: string, env: Environment, home: string): Promise<LoadedConfig> {
  const read = await readRegularText(path, MAX_MAIN_BYTES);
  if (read.kind === 'absent') return { tree: null, text: null, files: [path] };
  if (read.kind === 'unusable') throw unreadable(path, read.reason);
  const files = [path];
  const roots = [await rootOf(dirname(path))];
  for (const entry of includeRoots(env, home)) roots.push(await rootOf(entry));
  const merged = await merge(parseConfigText(read.text, path), { base: path, chain: [path], roots, files }, 0);
  if (!isObject(merged)) throw invalid(path, say('config.no-object'));
  return { tree: merged, text: read.text, files };
}

/** Parses JSON, or else JSON5. @throws ExpectedError `config-invalid` with line and column. */
export function parseConfigText(text: string, path: string): unknown {
  try {
    return JSON.parse(text);
  } catch (cause) {
    // Not strict JSON is the usual case for a file that people edit.
    if (!(cause instanceof SyntaxError)) throw cause;
  }
  try {
    return JSON5.parse(text);
  } catch (cause) {
    if (!(cause instanceof SyntaxError)) throw cause;
    const { lineNumber, columnNumber } = cause as SyntaxError & { lineNumber?: unknown; columnNumber?: unknown };
    const broken =
      typeof lineNumber === 'number'
        ? say('config.not-json5-at', { line: lineNumber, column: String(columnNumber) })
        : say('config.not-json5');
    const what = text.trim() === '' ? say('config.empty') : broken;
    throw invalid(path, what, say('hint.correct-there'));
  }
}

export function isObject(value: unknown): value is ConfigObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

export function invalid(path: string, what: Phrase, hint: Phrase = say('hint.correct-or-doctor')): ExpectedError {
  return new ExpectedError('config-invalid', say('config.unusable', { path, what }), { hint });
}

function unreadable(path: string, reason: Phrase): ExpectedError {
  return new ExpectedError('config-unreadable', say('config.unreadable', { path, reason }), {
    hint: say('config.make-readable', { path }),
  });
}

interface Place {
  /** File that is being read. */
  readonly base: string;
  /** Files on the way here, the configuration first. */
  readonly chain: readonly string[];
  readonly roots: readonly Root[];
  /** Grows with every file read. */
  readonly files: string[];
}

interface Root {
  readonly path: string;
  readonly real: string;
}

async function merge(value: unknown, place: Place, nesting: number): Promise<unknown> {
  if (nesting > MAX_NESTING) throw invalid(place.base, say('config.too-deep', { count: MAX_NESTING }));
  if (Array.isArray(value)) {
    const items: unknown[] = [];
    for (const item of value) items.push(await merge(item, place, nesting + 1));
    return items;
  }
  if (!isObject(value)) return value;
  const own: Record<string, unknown> = {};
  for (const [key, child] of Object.entries(value)) {
    if (key === '$include' || BLOCKED_KEYS.has(key)) continue;
    own[key] = await merge(child, place, nesting + 1);
  }
  if (!Object.hasOwn(value, '$include')) return own;
  const included = await include(value.$include, place, nesting);
  if (Object.keys(own).length === 0) return included;
  if (!isObject(included)) throw invalid(place.base, say('include.objects'));
  return deepMerge(included, own);
}

async function include(value: unknown, place: Place, nesting: number): Promise<unknown> {
  if (typeof value === 'string') return loadInclude(value, place, nesting);
  if (!Array.isArray(value) || !value.every((item) => typeof item === 'string')) {
    throw invalid(place.base, say('include.form'));
  }
  let result: unknown = {};
  for (const path of value) result = deepMerge(result, await loadInclude(path, place, nesting));
  return result;
}

async function loadInclude(raw: string, place: Place, nesting: number): Promise<unknown> {
  const shown = showText(raw, 200);
  const path = isAbsolute(raw) ? resolve(raw) : resolve(dirname(place.base), raw);
  if (raw.includes('\0') || path.length >= MAX_PATH) throw invalid(place.base, say('include.no-path', { path: shown }));
  if (place.chain.includes(path)) {
    throw invalid(place.base, say('include.circle', { path: shown, chain: [...place.chain, path].join(' -> ') }));
  }
  if (place.chain.length > MAX_INCLUDE_DEPTH) {
    throw invalid(place.base, say('include.too-deep', { path: shown, count: MAX_INCLUDE_DEPTH }));
  }
  const outside = { path: shown, folder: dirname(place.chain[0] ?? place.base) };
  const rootsHint = say('hint.include-roots');
  if (!place.roots.some((root) => isInside(root.path, path))) {
    throw invalid(place.base, say('include.outside', outside), rootsHint);
  }
  const target = await realOrNull(path);
  if (target !== null && !place.roots.some((root) => isInside(root.real, target))) {
    throw invalid(place.base, say('include.outside-link', outside), rootsHint);
  }
  const read = await readRegularText(path, MAX_INCLUDE_BYTES);
  if (read.kind === 'absent') throw invalid(place.base, say('include.absent', { path: shown }));
  if (read.kind === 'unusable') throw unreadable(path, say('read.included', { base: place.base, reason: read.reason }));
  if (!place.files.includes(path)) place.files.push(path);
  return merge(parseConfigText(read.text, path), { ...place, base: path, chain: [...place.chain, path] }, nesting + 1);
}

/** Objects merge, arrays are joined, anything else of the later one wins. */
function deepMerge(base: unknown, over: unknown): unknown {
  if (Array.isArray(base) && Array.isArray(over)) return [...base, ...over];
  if (!isObject(base) || !isObject(over)) return over;
  const result: Record<string, unknown> = { ...base };
  for (const [key, value] of Object.entries(over)) {
    result[key] = Object.hasOwn(result, key) ? deepMerge(result[key], value) : value;
  }
  return result;
}

function includeRoots(env: Environment, home: string): string[] {
  const entries = (env.OPENCLAW_INCLUDE_ROOTS ?? '').split(delimiter).map((entry) => entry.trim());
  return entries.filter((entry) => entry !== '').map((entry) => resolve(entry.replace(/^~(?=$|[\\/])/, () => home)));
}

async function rootOf(path: string): Promise<Root> {
  return { path: resolve(path), real: (await realOrNull(path)) ?? resolve(path) };
}

/** Real path, or null when nothing is there: the read that follows then says so. */
async function realOrNull(path: string): Promise<string | null> {
  try {
    return await realpath(path);
  } catch (cause) {
    if (errnoOf(cause) === null) throw cause;
    return null;
  }
}

function isInside(root: string, path: string): boolean {
  const way = relative(root, path);
  return way !== '' && way !== '..' && !way.startsWith(join('..', '/')) && !isAbsolute(way);
}
