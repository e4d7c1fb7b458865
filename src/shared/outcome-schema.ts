import { z } from 'zod';
import { ERROR_EXIT_CODES, type ErrorCode, type OperationError } from './outcome.ts';
import { toldFieldsSchema } from './said-schema.ts';

/** `OperationError` as it arrives from outside: IPC replies, the answer of an elevated helper. */
export const operationErrorSchema = z.strictObject({
  code: z.enum(Object.keys(ERROR_EXIT_CODES) as [ErrorCode, ...ErrorCode[]]),
  message: z.string(),
  hint: z.string().optional(),
  /** Evidence lines: an argv that was run, an exit code, the last lines of stderr. Redacted. */
  details: z.array(z.string()).optional(),
  told: toldFieldsSchema.optional(),
}) satisfies z.ZodType<OperationError>;
