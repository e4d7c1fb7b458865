/** Builds main, preload, renderer and CLI into dist/, always. */
import { ensureBuild, ensureDependencies } from './lib/project.mjs';

const installed = await ensureDependencies();
process.exitCode = installed === 0 ? await ensureBuild({ force: true, quiet: false }) : installed;
