/** What the Electron side asks of the core, and nothing else; type only, so that this folder can be read and tested without it. */
export type { AppCore } from '../operations/app-core.ts';
