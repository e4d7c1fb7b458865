/**
 * Imported before anything that parses: the page's content security policy forbids compiling code from text, so zod must not try.
 */
import { z } from 'zod';

z.config({ jitless: true });
