/** A change that is refused, put back or finished later. Values stand in braces; the rules are in `../../../said.ts`. */
export const transactions = {
  'rolled-back.profile': '{profile} did not come up with the change; what was before is back: {now}.',
  'rolled-back.never-stopped': 'the old service never stopped (pid {pid}, port {port})',
  'rolled-back.serves-again': 'it serves again (pid {pid}, port {port})',
  'rolled-back.as-before': 'the service is as it was before',
  'rolled-back.not-installed': 'it is not installed',
  'detail.what-failed': 'What failed ({code}): {message}',
  'detail.what-failed-first': 'What failed first ({code}): {message}',
  'detail.done': 'Done: {step}',
  'step.put-back': 'Put the old service back',
  'step.take-away': 'Take the new service away again',
  'step.old-answers': 'The old service answers again',
  'left-alone.file': '{path} was changed by somebody else meanwhile and was left as it is.',
  'left-alone.task': 'The task "{name}" could not be put back as it was; look at it in the Task Scheduler.',
  'rollback-failed.profile':
    'A change of {profile} failed, and the state before it could not be put back as a whole: {reason}',
  'hint.finish-change':
    'Solve that, then finish it: {command}. To keep everything as it is now instead, remove {path}.',
  'warning.not-written-down':
    'What is done could not be written down, so that it cannot be finished when it is interrupted: {reason}',
  'warning.record-stays': '{path} could not be removed; the next operation does it.',
  'warning.record-unused': 'The record of an earlier change, {path}, was not used: {reason}.',
  'record.unread': 'it could not be read ({error})',
  'record.damaged': 'it is damaged, or of another version of this product',
  'interrupted.restart': 'A restart of {profile} was interrupted (begun {at}); it was started again.',
  'interrupted.uninstall': 'Removing the service of {profile} was interrupted (begun {at}); it was finished.',
  'interrupted.install': 'Writing the service of {profile} was interrupted (begun {at}); it was undone: {now}.',
  'refused.title': '{title}.',
  'refused.config': 'OpenClaw would not start with {path}.',
  'hint.last-good-copy': 'Correct it, or let OpenClaw put its last good copy back: openclaw doctor --fix',
  'hint.what-helps': 'What helps: {command}',
  'detail.goes-on': 'Nothing was changed; the process that runs (pid {pid}) goes on.',
  'repair.finish-uninstall': "Remove what is left of the service. OpenClaw's data and configuration stay.",
  'repair.put-back':
    'Put definition and configuration back as they were before; what somebody else changed since is left alone.',
  'repair.old-answers': 'Start the old service again, if it ran then, and see it answer.',
  'repaired.change-over': 'The change had come to its end; its record was removed.',
} as const;
