/** The embedded supervisor's service definition: one JSON file, mode 0600, that holds everything the detached process needs to know. */

import { z } from 'zod';
import { ExpectedError } from '../../../shared/outcome.ts';
import { type Phrase, say } from '../../../shared/said.ts';
import { type ServiceDefinition, serviceDefinitionSchema } from '../../../shared/service-definition.ts';
import type { EmbeddedPaths } from './paths.ts';

/** Times in milliseconds, sizes in bytes. */
export const tuningSchema = z.object({
  backOffFirstMs: z.number().positive(),
  backOffMaxMs: z.number().positive(),
  /** Running this long makes the next failure the first one again. */
  backOffResetMs: z.number().positive(),
  /** So many failed starts within the window end the attempts. */
  failureLimit: z.number().int().positive(),
  failureWindowMs: z.number().positive(),
  /** From SIGTERM to SIGKILL. */
  stopBudgetMs: z.number().positive(),
  logMaxBytes: z.number().int().positive(),
  /** The live file and its older ones together. */
  logFiles: z.number().int().min(1),
  logCheckMs: z.number().positive(),
  /** How often an adopted gateway (not our child, so nobody tells us) is looked at. */
  adoptedPollMs: z.number().positive(),
});
export type Tuning = z.infer<typeof tuningSchema>;

/**
 * The failure limits and the stop budget are those of OpenClaw's own systemd unit: StartLimitBurst=10, StartLimitIntervalSec=300,
 * TimeoutStopSec=330 (the gateway itself caps its draining at 315 s; OpenClaw 2026.9.6).
 */
export const DEFAULT_TUNING: Tuning = {
  backOffFirstMs: 1_000,
  backOffMaxMs: 60_000,
  backOffResetMs: 60_000,
  failureLimit: 10,
  failureWindowMs: 300_000,
  stopBudgetMs: 330_000,
  logMaxBytes: 5 * 1024 * 1024,
  logFiles: 5,
  logCheckMs: 5_000,
  adoptedPollMs: 1_000,
};

const definitionFileSchema = z.object({
  format: z.literal(1),
  service: serviceDefinitionSchema,
  control: z.object({ path: z.string(), folder: z.string().nullable() }),
  lock: z.object({ folder: z.string(), name: z.string() }),
  tuning: tuningSchema,
});
export type DefinitionFile = z.infer<typeof definitionFileSchema>;

/** @throws ExpectedError `definition-write-failed` when a value cannot be passed to a program (a NUL byte, an odd variable name). */
export function renderDefinitionFile(service: ServiceDefinition, paths: EmbeddedPaths, tuning: Tuning): string {
  for (const part of [...service.command, ...Object.values(service.environment), service.workingDirectory ?? '']) {
    if (part.includes('\0')) throw notWritable(say('definition-value.nul'));
  }
  for (const name of Object.keys(service.environment)) {
    if (!/^[^=\0]+$/.test(name)) throw notWritable(say('definition-value.name', { name: `"${name}"` }));
  }
  const file: DefinitionFile = {
    format: 1,
    service,
    control: { path: paths.control, folder: paths.controlFolder },
    lock: { folder: paths.lockFolder, name: paths.lockName },
    tuning,
  };
  return `${JSON.stringify(file, null, 2)}\n`;
}

/** Never throws: the file's content, or one sentence about what is wrong with it. */
export function parseDefinitionFile(
  text: string,
): { readonly ok: true; readonly value: DefinitionFile } | { readonly ok: false; readonly problem: Phrase } {
  let raw: unknown;
  try {
    raw = JSON.parse(text);
  } catch (cause) {
    // JSON.parse throws SyntaxError only; its message may quote the text, which is why it is not passed on.
    return { ok: false, problem: say('problem.no-json', { error: (cause as Error).name }) };
  }
  const parsed = definitionFileSchema.safeParse(raw);
  if (parsed.success) return { ok: true, value: parsed.data };
  const places = new Set(parsed.error.issues.map((issue) => issue.path.join('.')).filter((place) => place !== ''));
  return {
    ok: false,
    problem:
      places.size === 0 ? say('problem.not-ours-whole') : say('problem.not-ours', { places: [...places].join(', ') }),
  };
}

function notWritable(message: Phrase): ExpectedError {
  return new ExpectedError('definition-write-failed', message, { hint: say('hint.correct-install') });
}
