/** All rules, in the order of their ranks: headline first. */
import { authMismatch } from './auth-mismatch.ts';
import { authMissing } from './auth-missing.ts';
import { bindAddressMissing } from './bind-address-missing.ts';
import { bindMismatch } from './bind-mismatch.ts';
import { bindWithoutAuth } from './bind-without-auth.ts';
import { changeUnfinished } from './change-unfinished.ts';
import { configExposed } from './config-exposed.ts';
import { configIncomplete } from './config-incomplete.ts';
import { configInvalid } from './config-invalid.ts';
import { configPathMismatch } from './config-path-mismatch.ts';
import { configRefused } from './config-refused.ts';
import { configUnreadable } from './config-unreadable.ts';
import { connectionRules } from './connection.ts';
import { crashLoop } from './crash-loop.ts';
import { crashed } from './crashed.ts';
import { definitionDrift } from './definition-drift.ts';
import { definitionMasked } from './definition-masked.ts';
import { definitionNotReloaded } from './definition-not-reloaded.ts';
import { definitionUnreadable } from './definition-unreadable.ts';
import { disabled } from './disabled.ts';
import { diskFull } from './disk-full.ts';
import { diskNearlyFull } from './disk-nearly-full.ts';
import { externallyManaged } from './externally-managed.ts';
import { extraServiceRules } from './extra-services.ts';
import { instanceCollisionRules } from './instance-collision.ts';
import { launchdDisabled } from './launchd-disabled.ts';
import { lingerOff } from './linger-off.ts';
import { logFolderUnwritable } from './log-folder-unwritable.ts';
import { noAnswer } from './no-answer.ts';
import { noReboot } from './no-reboot.ts';
import { notAGateway } from './not-a-gateway.ts';
import { notInstalled } from './not-installed.ts';
import { notListening } from './not-listening.ts';
import { notReady } from './not-ready.ts';
import { openclawMissing } from './openclaw-missing.ts';
import { outOfMemory } from './out-of-memory.ts';
import { pairingRequired } from './pairing-required.ts';
import { portHeldByOwnGateway } from './port-held-by-own-gateway.ts';
import { portHeldByProfile } from './port-held-by-profile.ts';
import { portHeldByUser } from './port-held-by-user.ts';
import { portHolderUnknown } from './port-holder-unknown.ts';
import { portMismatch } from './port-mismatch.ts';
import { portTaken } from './port-taken.ts';
import { processPaused } from './process-paused.ts';
import { programGone } from './program-gone.ts';
import { programInTemporaryFolder } from './program-in-temporary-folder.ts';
import { protocolMismatch } from './protocol-mismatch.ts';
import { rateLimited } from './rate-limited.ts';
import { restartNeeded } from './restart-needed.ts';
import type { DiagnosisRule } from './rule.ts';
import { runtimeMissing } from './runtime-missing.ts';
import { runtimeTooOld } from './runtime-too-old.ts';
import { runtimeVersionManager } from './runtime-version-manager.ts';
import { scopeRules } from './scope.ts';
import { secretInBackup } from './secret-in-backup.ts';
import { secretInDefinition } from './secret-in-definition.ts';
import { secretUnresolved } from './secret-unresolved.ts';
import { startLimit } from './start-limit.ts';
import { statePathMismatch } from './state-path-mismatch.ts';
import { stopped } from './stopped.ts';
import { supervisorSilent } from './supervisor-silent.ts';
import { taskLimits } from './task-limits.ts';
import { unmanagedGateway } from './unmanaged-gateway.ts';
import { userBusMissing } from './user-bus-missing.ts';

export const RULES: readonly DiagnosisRule[] = [
  externallyManaged,
  userBusMissing,
  supervisorSilent,
  diskFull,
  configUnreadable,
  configInvalid,
  configIncomplete,
  secretUnresolved,
  bindWithoutAuth,
  changeUnfinished,
  programGone,
  openclawMissing,
  runtimeMissing,
  runtimeTooOld,
  definitionMasked,
  definitionUnreadable,
  launchdDisabled,
  portHeldByOwnGateway,
  portHeldByProfile,
  portHeldByUser,
  portTaken,
  portHolderUnknown,
  unmanagedGateway,
  startLimit,
  outOfMemory,
  crashLoop,
  configRefused,
  crashed,
  protocolMismatch,
  notAGateway,
  noAnswer,
  bindMismatch,
  bindAddressMissing,
  notListening,
  notReady,
  authMismatch,
  authMissing,
  pairingRequired,
  rateLimited,
  secretInDefinition,
  secretInBackup,
  configExposed,
  logFolderUnwritable,
  configPathMismatch,
  statePathMismatch,
  definitionNotReloaded,
  definitionDrift,
  portMismatch,
  restartNeeded,
  runtimeVersionManager,
  programInTemporaryFolder,
  disabled,
  stopped,
  notInstalled,
  taskLimits,
  diskNearlyFull,
  noReboot,
  lingerOff,
  processPaused,
  ...connectionRules,
  ...instanceCollisionRules,
  ...extraServiceRules,
  ...scopeRules,
].sort((a, b) => a.rank - b.rank);
