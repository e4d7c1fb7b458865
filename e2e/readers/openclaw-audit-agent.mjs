/**
 * Runs OpenClaw's own service audit (its `dist`, read from the installed package) over definitions that were written for another platform.
 * Arguments: the package's folder, the platform, and a folder with a stand-in `plutil`. The environment is that of the service's user.
 * Prints the audit's answer as JSON. OpenClaw calls /usr/bin/plutil by its full path; here that word is replaced while its file is loaded.
 */
import { readdirSync, readFileSync } from 'node:fs';
import { registerHooks } from 'node:module';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';

const [folder, platform, tools] = process.argv.slice(2);
registerHooks({
  load(url, context, next) {
    if (!/\/launchd-plist-[^/]*\.mjs$/.test(url)) return next(url, context);
    const source = readFileSync(fileURLToPath(url), 'utf8').replaceAll(
      '"/usr/bin/plutil"',
      JSON.stringify(join(tools, 'plutil')),
    );
    return { format: 'module', shortCircuit: true, source };
  },
});

/** The export of a bundled file whose own name is `name`: file names and export letters change with each release. */
const find = async (prefix, name) => {
  for (const file of readdirSync(join(folder, 'dist')).filter(
    (each) => each.startsWith(prefix) && each.endsWith('.mjs'),
  )) {
    const module = await import(pathToFileURL(join(folder, 'dist', file)).href);
    const found = Object.values(module).find((value) => typeof value === 'function' && value.name === name);
    if (found !== undefined) return found;
  }
  throw new Error(`OpenClaw has no ${name} in ${prefix}*.mjs`);
};

const audit = await find('service-audit-', 'auditGatewayServiceConfig');
const read = {
  darwin: () => find('launchd-', 'readLaunchAgentProgramArguments'),
  win32: () => find('schtasks-layout-', 'readScheduledTaskCommand'),
};
const command = await (await read[platform]())(process.env);
const answer = await audit({ env: process.env, command, platform });
process.stdout.write(JSON.stringify({ command, answer }));
