import { buildDemoGateway } from '../demo-gateway/package.ts';
import { DEMO_BUNDLE } from './demo-home.ts';
import { buildFixture } from './fixture/build.ts';

/** The fixture app and the demo gateway are small and build in a second; the product's own build is `scripts/build.mjs`. */
async function globalSetup(): Promise<void> {
  await buildFixture();
  await buildDemoGateway(DEMO_BUNDLE);
}
// biome-ignore lint/style/noDefaultExport: Playwright takes the default export.
export default globalSetup;
