/** The secret that clients send is not the one that the gateway wants. */
import type { BrokenHost } from './broken-host.ts';
import { bounce, changeConfig, tray, untilListening, write } from './hands.ts';

export const authHosts: readonly BrokenHost[] = [
  {
    id: 'token-changed',
    title: 'the token in openclaw.json was changed, and the running gateway still has the old one',
    topic: 'auth',
    rule: 'auth-mismatch',
    on: 'demo',
    async break(scene) {
      // The real gateway takes a new token over at once, unless it was told not to (gateway.reload.mode).
      if (scene.gateway === 'real') {
        await changeConfig(scene, '.gateway.reload = {mode: "off"}');
        await tray(scene, 'gateway', 'restart');
      }
      await changeConfig(scene, '.gateway.auth.token = "changed-by-hand-91c4"');
    },
    cure: { by: 'fix' },
    causeWords: [/token|auth/i, /mismatch|refuse|unauthori[sz]ed|invalid|wrong|rejected|differ/i],
  },
  {
    id: 'token-gone',
    title: 'no token is configured any more: the gateway made one up that nobody knows',
    topic: 'auth',
    rule: 'auth-missing',
    on: 'demo',
    async break(scene) {
      await changeConfig(scene, 'del(.gateway.auth)');
      await bounce(scene);
      await untilListening(scene);
    },
    cure: {
      by: 'person',
      does: 'writes the service again, which sets a token',
      carryOut: (scene) => tray(scene, 'gateway', 'install', '--force'),
    },
    causeWords: [/token|secret|auth/i, /not set|missing|not known|no token|not configured|required|unset/i],
  },
  {
    id: 'token-unresolved',
    title: 'the token in openclaw.json refers to a variable that is not set',
    topic: 'auth',
    rule: 'secret-unresolved',
    on: 'real',
    stopsAnyway: true,
    async break(scene) {
      await changeConfig(scene, `.gateway.auth.token = "\${GATEWAY_TOKEN_OF_MINE}"`);
      await bounce(scene);
    },
    cure: {
      by: 'person',
      does: 'sets the variable in the .env file of the state folder, and restarts',
      async carryOut(scene) {
        await write(scene, `${scene.stateDir}/.env`, 'GATEWAY_TOKEN_OF_MINE=set-by-a-person-4711\n');
        await scene.host.run(['chmod', '0600', `${scene.stateDir}/.env`]);
        await tray(scene, 'gateway', 'restart');
      },
    },
    causeWords: [/GATEWAY_TOKEN_OF_MINE/],
  },
];
