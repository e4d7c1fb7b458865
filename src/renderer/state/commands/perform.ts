/** Carries out what a command does. Whatever asks first opens its sheet here, and nothing more. */
import { tell } from '../../../shared/text/tell.ts';
import type { Tab } from '../status.ts';
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

/** Copies what the support bundle has for an issue; the sheet shows the same before it is written. */
async function copyIssue(store: Store, profile: string): Promise<void> {
  const reply = await store.client.call('support.preview', { profile });
  if (reply.ok) await store.copy(reply.value.markdown);
  else store.say(tell(store.words.peek(), reply.error, 'message').text);
}

async function reveal(store: Store, profile: string): Promise<void> {
  const reply = await store.client.call('logs.reveal', { profile });
  if (!reply.ok) store.say(tell(store.words.peek(), reply.error, 'message').text);
}

async function setAutoStart(store: Store, profile: string, on: boolean): Promise<void> {
  const reply = await store.client.call('autostart.set', { profile, on });
  if (!reply.ok) store.say(reply.error.message);
  else for (const warning of reply.value.warnings) store.say(warning);
}

/** What is asked for the next installation is told beside what waits to be applied: one of the pages with that bar is shown. */
async function wish(store: Store, { profile, change }: Extract<Effect, { do: 'wish' }>): Promise<void> {
  await store.settings.change({ profiles: { [profile]: change } });
  if (store.settings.tab.peek() === null) showPage(store, profile, 'settings');
}

function showPage(store: Store, profile: string, tab: Tab): void {
  store.show(profile);
  store.status.tab.value = tab;
}

/** The closer look shows on two pages; from elsewhere it is the page of it that looks, when it opens. */
function look(store: Store, profile: string): Promise<void> {
  const { status } = store;
  const seen = store.settings.tab.peek() === null && status.selected.peek() === profile;
  if (seen && (status.tab.peek() === 'diagnose' || status.tab.peek() === 'service'))
    return store.diagnose.check(profile);
  showPage(store, profile, 'diagnose');
  return Promise.resolve();
}

/** The first run asks for another port in place; later it is a setting. */
function changePort(store: Store, profile: string): void {
  const entry = store.status.snapshot.peek()?.profiles.find((each) => each.profile === profile);
  const first = entry?.report?.verdict.level === 'not-installed';
  showPage(store, profile, first ? 'overview' : 'settings');
  store.settings.portWanted.value = profile;
}

/** Carries it out; settles when the app has answered, where it is asked. */
export async function perform(effect: Effect, store: Store): Promise<void> {
  switch (effect.do) {
    case 'look':
      return look(store, effect.profile);
    case 'compare':
      showPage(store, effect.profile, 'service');
      return store.comparison.compare(effect.profile);
    case 'commands':
      store.palette.listed.value = effect.profile;
      return;
    case 'issue':
      return copyIssue(store, effect.profile);
    case 'port':
      return changePort(store, effect.profile);
    case 'reveal':
      return reveal(store, effect.profile);
    case 'stop-waiting':
      return store.operations.stopWaiting(effect.profile);
    case 'dismiss':
      return store.operations.dismiss(effect.profile);
    case 'auto-start':
      return setAutoStart(store, effect.profile, effect.on);
    case 'wish':
      return wish(store, effect);
    case 'change':
      return void (await store.settings.change(effect.patch));
    case 'at-login':
      return void (await store.settings.change({}, effect.on));
    case 'discard':
      return void (await store.settings.discard(store.status.snapshot.peek()?.profiles ?? []));
    case 'log':
      showPage(store, effect.profile, 'logs');
      store.logView.wanted.value = effect.act;
      return;
    case 'level':
      showPage(store, effect.profile, 'logs');
      return store.logView.filter(effect.least);
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
      return showPage(store, effect.profile, effect.tab);
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
  void perform(command.effect, store);
}
