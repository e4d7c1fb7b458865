/** The languages of the product. A file of its own without zod: the shim reads it at every start. */
export const LANGUAGES = ['en', 'ja', 'zh'] as const;
export type Language = (typeof LANGUAGES)[number];
