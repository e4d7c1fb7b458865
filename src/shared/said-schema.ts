/** `told` as it arrives over a wire. Apart from `said.ts`, which is loaded at every start of the shim and needs no zod. */
import { z } from 'zod';
import type { Coded, CodedValue, ToldFields } from './said.ts';

const codedSchema: z.ZodType<Coded> = z.lazy(() =>
  z.strictObject({ code: z.string(), values: z.record(z.string(), valueSchema).optional() }),
);
const valueSchema: z.ZodType<CodedValue> = z.union([z.string(), z.number(), z.array(z.string()), codedSchema]);
const toldSchema = z.union([codedSchema, z.literal('quote'), z.null()]);

/** Beside the English sentences of an object: how each can be told in another language. Always optional. */
export const toldFieldsSchema: z.ZodType<ToldFields> = z.record(z.string(), z.union([toldSchema, z.array(toldSchema)]));
