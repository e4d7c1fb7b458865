/**
 * The supervisor contract on the platform's own supervisor: launchd, Task Scheduler or systemd (user). It makes and removes real services,
 * so it wants a throwaway machine and says so: without OCTRAY_NATIVE_PREFIX it fails. Afterwards run clean-native.mjs in any case.
 *
 *   OCTRAY_NATIVE_PREFIX=octraytest-0123abcd npx vitest run -c e2e/hosts/native.vitest.config.ts
 */
import { type ContractAbilities, describeSupervisorContract } from '../../src/main/supervisors/contract-suite.ts';
import { prefixOf } from './native-names.mjs';
import { createNativeSubject, nativePlatform } from './native-subject.ts';

const ABILITIES: Readonly<Record<ReturnType<typeof nativePlatform>, ContractAbilities>> = {
  // RestartSec is 5 s, and systemd's first answer after a daemon-reload can be slow on a small machine.
  linux: { settleMs: 30_000 },
  // launchd waits 10 s between two starts and 20 s before it kills, and never gives up.
  darwin: { settleMs: 90_000, givesUp: false },
  // The Task Scheduler starts nothing again by itself; every look costs a PowerShell.
  win32: { settleMs: 60_000, restarts: false },
};

const prefix = prefixOf(process.env);
const platform = nativePlatform();
describeSupervisorContract(`${platform}, its own supervisor,`, () => createNativeSubject(prefix), ABILITIES[platform]);
