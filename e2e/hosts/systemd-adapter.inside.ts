/**
 * Runs inside the test host, as the test user: exercises the systemd user adapter against the real service manager. The first
 * argument names the scenario. Every step is checked; the first that fails ends the program with its words.
 */
import assert from 'node:assert/strict';
import { DEFINITION_SCENARIOS } from './inside-definitions.ts';
import { PROCESS_SCENARIOS } from './inside-processes.ts';

const SCENARIOS = { ...PROCESS_SCENARIOS, ...DEFINITION_SCENARIOS };
const scenario = SCENARIOS[process.argv[2] ?? ''];
assert.ok(scenario, `scenarios: ${Object.keys(SCENARIOS).join(', ')}`);
await scenario();
