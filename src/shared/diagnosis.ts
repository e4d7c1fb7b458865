import { z } from 'zod';
import { toldFieldsSchema } from './said-schema.ts';

/** How the sentences beside it are told in other languages. */
const told = toldFieldsSchema.optional();

/** What can be done about a finding: one of our operations, a command to copy, or advice. */
export const fixSchema = z.discriminatedUnion('kind', [
  z.strictObject({
    kind: z.literal('operation'),
    action: z.enum([
      'install',
      'uninstall',
      'start',
      'stop',
      'restart',
      'enable-linger',
      'move-port',
      /** End the process on the port, when it is proved to be a gateway of this profile, and start the service. */
      'free-port',
      'unmask',
      'reload',
      'protect-config',
      'remove-secret',
      /** Finish or undo a change that was interrupted. */
      'finish-change',
    ]),
    label: z.string(),
    /** The same thing on the command line. */
    command: z.array(z.string()),
    told,
  }),
  z.strictObject({ kind: z.literal('command'), label: z.string(), command: z.array(z.string()), told }),
  z.strictObject({ kind: z.literal('advice'), label: z.string(), told }),
]);
export type Fix = z.infer<typeof fixSchema>;

/** Acts that are safe and reversible, so they are done at once; every other operation shows its plan first. */
const AT_ONCE: ReadonlySet<string> = new Set(['start', 'stop', 'restart']);

/** True when a cure shows what it would do before it does it; its label then ends with an ellipsis. */
export function asksFirst(fix: Fix): boolean {
  return fix.kind === 'operation' && !AT_ONCE.has(fix.action);
}

export const severitySchema = z.enum(['error', 'warning', 'notice']);

/** One finding. The first of a list is the headline: the one whose cure is needed first. */
export const diagnosisSchema = z.strictObject({
  /** The rule's id; its page is docs/rules/<code>.md. */
  code: z.string(),
  severity: severitySchema,
  title: z.string(),
  evidence: z.array(z.string()),
  fix: fixSchema.nullable(),
  /** Other ways out, in order of preference; absent when there is one way only. */
  otherFixes: z.array(fixSchema).optional(),
  told,
});
export type Diagnosis = z.infer<typeof diagnosisSchema>;
