/**
 * A change as a transaction: written down before it begins, and when it does not come up, everything is as it was before and the old
 * service serves again. docs/decisions.md says what is put back and what is not.
 */
import { ExpectedError } from '../../../shared/outcome.ts';
import type { PlannedFile } from '../../../shared/plan.ts';
import { say } from '../../../shared/said.ts';
import type { ServiceIdentity, SupervisorAdapter } from '../../supervisors/supervisor.ts';
import { copyOfFile, sha256 } from '../../system/file-copy.ts';
import type { ControlRun } from '../control-run.ts';
import type { GatheredProfile } from '../gather.ts';
import { isServing, look, pidOf } from '../look.ts';
import { isUntouched } from './change-state.ts';
import { type Journal, removeJournal, writeJournal } from './journal.ts';
import { journalPath } from './journal-path.ts';
import { type RolledBack, rollBack } from './roll-back.ts';

export interface ChangeRequest {
  readonly action: Journal['action'];
  readonly adapter: SupervisorAdapter;
  readonly identity: ServiceIdentity;
  /** What will be written and removed, as planned. */
  readonly files: readonly PlannedFile[];
  /** Text of openclaw.json when this change writes it; null when it does not. */
  readonly config: { readonly path: string; readonly text: string } | null;
  /** false = what does not come up stays as it was written. */
  readonly undo: boolean;
}

export interface Change {
  /** It was seen to be done. */
  done(): Promise<void>;
  /** Undoes it where there is something to undo. Answers with the error that is to be thrown. */
  failed(cause: unknown): Promise<unknown>;
}

/** @throws ExpectedError when the state before cannot be seen or written down; nothing was changed then. */
export async function beginChange(run: ControlRun, before: GatheredProfile, request: ChangeRequest): Promise<Change> {
  const { context } = run;
  const { id } = run.request.profile;
  const path = journalPath(context.host.appDirs, id);
  const journal = await journalOf(run, before, request);
  await writeOrPass(run, path, journal);
  return {
    async done() {
      await endJournal(run, path);
    },
    async failed(cause) {
      const aborted = run.request.signal?.aborted === true;
      const seen = await look(context, run.request.profile);
      if (journal.action === 'restart') {
        if (!aborted || pidOf(seen) !== null) await endJournal(run, path);
        return cause;
      }
      if (await untouched(journal, request.adapter, seen)) {
        await endJournal(run, path);
        return cause;
      }
      // A person who does not wait any longer did not ask for the way back: the next operation looks how far it came.
      if (aborted) return cause;
      if (!request.undo) {
        await endJournal(run, path);
        return cause;
      }
      run.steps.fail();
      try {
        const back = await rollBack(run, journal, request.adapter, { serve: true });
        await endJournal(run, path);
        return cause instanceof ExpectedError ? rolledBack(id, cause, back) : cause;
      } catch (second) {
        if (!(second instanceof ExpectedError)) throw second;
        return rollbackFailed(run, path, cause, second);
      }
    },
  };
}

async function journalOf(run: ControlRun, before: GatheredProfile, request: ChangeRequest): Promise<Journal> {
  const { adapter, identity, config } = request;
  const planned = await plannedWrites(request.files);
  return {
    version: 1,
    profile: run.request.profile.id,
    action: request.action,
    startedAt: new Date(run.context.clock.now()).toISOString(),
    supervisor: adapter.kind,
    identity: { ...identity },
    before: {
      installed: before.facts.inspection.definition.status === 'present',
      pid: pidOf(before),
      serving: isServing(before),
    },
    definition:
      request.action === 'restart' ? NO_COPY : await adapter.copyDefinition(identity, { signal: run.request.signal }),
    config: config === null ? null : await copyOfFile(config.path),
    planned: [...planned, ...(config === null ? [] : [{ path: config.path, sha256: sha256(config.text) }])],
  };
}

const NO_COPY: Journal['definition'] = { files: [], links: [], tasks: [], enabled: null };

/** On a full or read-only disk a service can still be restarted and removed; only an installation must be able to go back. */
async function writeOrPass(run: ControlRun, path: string, journal: Journal): Promise<void> {
  try {
    await writeJournal(path, journal);
  } catch (cause) {
    if (!(cause instanceof ExpectedError) || journal.action === 'install') throw cause;
    run.warnings.push(say('warning.not-written-down', { reason: cause.said.message }));
  }
}

/** What a plan leaves on the disk, so that it can be told from what somebody else writes. */
export function plannedWrites(files: readonly PlannedFile[]): Promise<Journal['planned']> {
  return Promise.all(files.map(plannedOf));
}

async function plannedOf({ path, content, change, encoding }: PlannedFile): Promise<Journal['planned'][number]> {
  if (change === 'delete') return { path, sha256: null };
  if (encoding === undefined) return { path, sha256: sha256(content) };
  const { encodeText } = await import('../../supervisors/task-scheduler/encoding.ts');
  return { path, sha256: sha256(encodeText(content, encoding)) };
}

async function untouched(journal: Journal, adapter: SupervisorAdapter, seen: GatheredProfile): Promise<boolean> {
  try {
    return await isUntouched(journal, adapter, seen);
  } catch (cause) {
    // Not known is not untouched: the way back compares file by file.
    if (!(cause instanceof ExpectedError)) throw cause;
    return false;
  }
}

/** A record that cannot be removed is one that the next operation finds complete: no reason to call the change failed. */
async function endJournal(run: ControlRun, path: string): Promise<void> {
  try {
    await removeJournal(path);
  } catch (cause) {
    if (!(cause instanceof ExpectedError)) throw cause;
    run.warnings.push(say('warning.record-stays', { path }));
  }
}

function rolledBack(profile: string, cause: ExpectedError, { now, notes, steps }: RolledBack): ExpectedError {
  const { message, hint, details = [] } = cause.said;
  return new ExpectedError('rolled-back', say('rolled-back.profile', { profile, now }), {
    hint,
    details: [
      say('detail.what-failed', { code: cause.code, message }),
      ...steps.map((step) => say('detail.done', { step })),
      ...notes,
      ...details,
    ],
    cause,
  });
}

/** The record stays: it is what the state before can still be made from. */
export function rollbackFailed(run: ControlRun, path: string, cause: unknown, second: ExpectedError): ExpectedError {
  const { id, name } = run.request.profile;
  const command = `openclaw-tray${name === null ? '' : ` --profile ${name}`} doctor --fix change-unfinished`;
  const first =
    cause instanceof ExpectedError
      ? [say('detail.what-failed-first', { code: cause.code, message: cause.said.message })]
      : [];
  const { message: reason, hint, details = [] } = second.said;
  return new ExpectedError('rollback-failed', say('rollback-failed.profile', { profile: id, reason }), {
    hint: say('hint.finish-change', { command, path }),
    details: [...first, ...(hint === undefined ? [] : [hint]), ...details],
    cause,
  });
}
