/** Carries out what a command does. Whatever asks first opens its sheet here, and nothing more. */
import type { Store } from '../store.ts';
import type { Command, Effect } from './command.ts';

async function openDashboard(store: Store, profile: string): Promise<void> {
  const reply = await store.client.call('dashboard.open', { profile });
  if (!reply.ok) store.say([reply.error.message, reply.error.hint].filter(Boolean).join(' '));
}

async function forget(store: Store, profile: string): Promise<void> {
  const reply = await store.client.call('profiles.forget', { profile });
  if (!reply.ok) store.say(reply.error.message);
  else await store.status.refresh();
}

export function perform(effect: Effect, store: Store): void {
  switch (effect.do) {
    case 'run':
      return void store.operations.run(effect.action, effect.profile);
    case 'plan':
      return void store.plan.open(effect.action, effect.profile, effect.options);
    case 'cure':
      return void store.diagnose.fix.open(effect.profile, effect.rule, effect.choice);
    case 'remove-extra':
      return void store.extra.open(effect.profile, { name: effect.name, path: effect.path });
    case 'support':
      return void store.diagnose.openSupport(effect.profile);
    case 'rename':
      store.settings.renaming.value = effect.profile;
      return;
    case 'dashboard':
      return void openDashboard(store, effect.profile);
    case 'check':
      return void store.status.refresh(effect.profile);
    case 'check-all':
      return void store.status.refresh();
    case 'forget':
      return void forget(store, effect.profile);
    case 'view':
      store.show(effect.profile);
      store.status.tab.value = effect.tab;
      return;
    case 'copy':
      return void store.copy(effect.text);
    case 'settings':
      store.settings.tab.value = effect.section;
      return;
    case 'add':
      store.adding.value = true;
      return;
    case 'keys':
      store.palette.keys.value = true;
      return;
  }
}

/** What a click, Enter or a key does: the command when it can be done, else why it cannot. */
export function runCommand(command: Command, store: Store): void {
  if (command.off !== null) {
    store.say(store.words.peek().palette.notNow(command.off));
    return;
  }
  store.palette.used(command.id);
  perform(command.effect, store);
}
