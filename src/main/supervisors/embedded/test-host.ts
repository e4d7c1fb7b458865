/** A temporary host with the real embedded supervisor and small scripts for gateways. Only tests import it. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { systemClock } from '../../system/clock.ts';
import { type Host, readHost } from '../../system/host.ts';
import { readListener } from '../../system/ports.ts';
import { readProcess } from '../../system/processes.ts';
import { freePort } from '../../system/testing-port.ts';
import type { ContractService, ContractSubject, GatewayBehaviour } from '../contract-suite.ts';
import type { ServiceIdentity } from '../supervisor.ts';
import { createEmbeddedAdapter } from './adapter.ts';
import { askSupervisor } from './control-client.ts';
import { type EmbeddedPaths, embeddedPaths } from './paths.ts';
import { readState, type SupervisorState } from './state-file.ts';

export interface EmbeddedHost extends ContractSubject {
  readonly host: Host;
  service(
    name: string,
    behaviour: GatewayBehaviour,
    extra?: Readonly<Record<string, string>>,
  ): Promise<ContractService>;
  paths(identity: ServiceIdentity): EmbeddedPaths;
  state(identity: ServiceIdentity): Promise<SupervisorState>;
  runningPid(identity: ServiceIdentity): Promise<number>;
  killSupervisor(identity: ServiceIdentity): Promise<void>;
  /** Runs a second supervisor in the foreground and returns its exit code. */
  superviseDirectly(identity: ServiceIdentity): Promise<number | null>;
  /** Starts it from a process inside a shell, both of which then end. */
  startFromShell(identity: ServiceIdentity): Promise<void>;
}

const GATEWAY = `
const { BEHAVIOUR, GATEWAY_PORT, LOG_LINES = '0', LOG_EVERY_MS = '10' } = process.env;
if (BEHAVIOUR === 'exits-78') process.exit(78);
if (BEHAVIOUR === 'crashes') process.exit(1);
process.on('SIGTERM', () => { if (BEHAVIOUR !== 'ignores-stop') process.exit(0); });
require('node:net').createServer().listen(Number(GATEWAY_PORT), '127.0.0.1', () => console.log('listening'));
let written = 0;
setInterval(() => { for (let i = 0; i < 5 && written < Number(LOG_LINES); i += 1) console.log('line ' + (written += 1)); }, Number(LOG_EVERY_MS));
`;

export async function createEmbeddedHost(): Promise<EmbeddedHost> {
  const root = await mkdtemp(join(tmpdir(), 'embedded-'));
  const script = join(root, 'gateway.cjs');
  const main = join(root, 'supervisor.mjs');
  await writeFile(script, GATEWAY);
  const url = (name: string) => JSON.stringify(new URL(name, import.meta.url).href);
  await writeFile(
    main,
    `import { runSupervisor } from ${url('./supervise.ts')};
     import { systemClock } from ${url('../../system/clock.ts')};
     process.exitCode = await runSupervisor({ definitionPath: process.argv[3], clock: systemClock,
       platform: process.platform, env: process.env, version: 'test' });`,
  );
  const env = {
    PATH: process.env.PATH,
    HOME: root,
    XDG_STATE_HOME: join(root, 'state'),
    INVOCATION_ID: 'from-a-unit',
    LEAKED: 'yes',
  };
  const host: Host = { ...readHost(env) };
  const deps = {
    host,
    clock: systemClock,
    program: { execPath: process.execPath, args: [main] },
    tuning: {
      backOffFirstMs: 60,
      backOffMaxMs: 200,
      backOffResetMs: 5_000,
      failureLimit: 4,
      stopBudgetMs: 1_000,
      logMaxBytes: 4_000,
      logFiles: 3,
      logCheckMs: 30,
      adoptedPollMs: 40,
    },
  };
  const adapter = createEmbeddedAdapter(deps);
  const identities = new Map<string, ServiceIdentity>();
  const paths = (identity: ServiceIdentity) => embeddedPaths(host, identity.profile);

  const subject: EmbeddedHost = {
    adapter,
    host,
    paths,
    async service(name, behaviour, extra = {}) {
      const stateDir = join(root, `openclaw-${name}`);
      await mkdir(stateDir, { recursive: true });
      const identity = { profile: name, serviceName: `openclaw-gateway-${name}.service`, stateDir };
      identities.set(name, identity);
      return {
        identity,
        definition: {
          profile: name,
          serviceName: identity.serviceName,
          description: `OpenClaw Gateway (profile: ${name})`,
          command: [process.execPath, script],
          workingDirectory: stateDir,
          environment: {
            BEHAVIOUR: behaviour,
            GATEWAY_PORT: String(await freePort()),
            OPENCLAW_SYSTEMD_UNIT: identity.serviceName,
            ...extra,
          },
          environmentFiles: [],
        },
      };
    },
    async state(identity) {
      const reading = readState(paths(identity).state);
      if (reading.kind !== 'state') throw new Error(`no state: ${JSON.stringify(reading)}`);
      return reading.state;
    },
    async runningPid(identity) {
      const deadline = performance.now() + 10_000;
      for (;;) {
        const [inspection] = await adapter.inspect([identity]);
        if (inspection?.process.state === 'running') return inspection.process.pid;
        if (performance.now() > deadline) throw new Error(`not running: ${JSON.stringify(inspection?.process)}`);
        await systemClock.sleep(20);
      }
    },
    async kill(pid) {
      process.kill(pid, 'SIGKILL');
      while (await subject.alive(pid)) await systemClock.sleep(5);
    },
    async ready(service) {
      const port = Number(service.definition.environment.GATEWAY_PORT);
      while ((await readListener(port)).owner !== 'process') await systemClock.sleep(10);
    },
    async alive(pid) {
      const found = readProcess(pid);
      return found !== null && !found.zombie;
    },
    async killSupervisor(identity) {
      const { supervisor } = await subject.state(identity);
      await subject.kill(supervisor.pid);
    },
    async superviseDirectly(identity) {
      const child = spawn(process.execPath, [main, '--definition', paths(identity).definition], {
        stdio: 'ignore',
        env,
      });
      const [code] = (await once(child, 'exit')) as [number | null];
      return code;
    },
    async startFromShell(identity) {
      const starter = join(root, 'starter.mjs');
      await writeFile(
        starter,
        `import { createEmbeddedAdapter } from ${url('./adapter.ts')};
         import { systemClock } from ${url('../../system/clock.ts')};
         const deps = ${JSON.stringify({ ...deps, clock: null })};
         await createEmbeddedAdapter({ ...deps, clock: systemClock }).start(${JSON.stringify(identity)});`,
      );
      const child = spawn('/bin/sh', ['-c', '"$0" "$1"; exit $?', process.execPath, starter], { stdio: 'ignore' });
      const [code] = (await once(child, 'exit')) as [number | null];
      if (code !== 0) throw new Error(`the starter ended with ${code}`);
    },
    async blind(identity) {
      await mkdir(paths(identity).state, { recursive: true });
    },
    async dispose() {
      for (const identity of identities.values()) {
        // The socket knows also when a test has removed the file.
        const answer = await askSupervisor(paths(identity).control, 'status');
        const reading = readState(paths(identity).state);
        const states = [
          ...(answer.kind === 'reply' && answer.reply.ok ? [answer.reply.state] : []),
          ...(reading.kind === 'state' ? [reading.state] : []),
        ];
        // Supervisors first, or they would start the gateway again.
        const refs = [...states.map((state) => state.supervisor), ...states.map((state) => state.gateway)];
        for (const ref of refs) {
          const found = ref === null ? null : readProcess(ref.pid);
          if (found !== null && !found.zombie && found.startKey === ref?.startKey) await subject.kill(found.pid);
        }
      }
      await rm(root, { recursive: true, force: true, maxRetries: 5 });
    },
  };
  return subject;
}
