import { buildFixture } from './fixture/build.ts';

/** The fixture app is small and builds in a second; the product's own build is `scripts/build.mjs`. */
async function globalSetup(): Promise<void> {
  await buildFixture();
}
// biome-ignore lint/style/noDefaultExport: Playwright takes the default export.
export default globalSetup;
