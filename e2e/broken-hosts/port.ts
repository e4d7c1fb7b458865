/** Somebody else is on the gateway's port. */
import type { BrokenHost } from './broken-host.ts';
import { startByHand, stop, systemctl, untilListening, untilReady } from './hands.ts';
import type { Scene } from './scene.ts';

/** A web server that has nothing to do with OpenClaw. */
const webServer = ({ port }: Scene) => ['/usr/bin/python3', '-m', 'http.server', String(port), '--bind', '127.0.0.1'];

/** Not dumpable: /proc/PID/fd belongs to root then, even for its own user (prctl(2), PR_SET_DUMPABLE = 4). */
const HIDDEN_SERVER = `
import ctypes, socket, sys, time
ctypes.CDLL(None).prctl(4, 0)
server = socket.create_server(("127.0.0.1", int(sys.argv[1])))
time.sleep(3600)
`;

export const portHosts: readonly BrokenHost[] = [
  {
    id: 'port-web-server',
    title: 'a web server of the same user holds the port',
    topic: 'port',
    rule: 'port-taken',
    on: 'demo',
    stopsAnyway: true,
    async break(scene) {
      await stop(scene);
      await startByHand(scene, webServer(scene));
      await untilListening(scene);
    },
    cure: { by: 'fix' },
    causeWords: [/18789/, /http\.server|python/i],
  },
  {
    id: 'port-netcat',
    title: 'nc holds the port and never says a word',
    topic: 'port',
    rule: 'port-taken',
    on: 'demo',
    async break(scene) {
      await stop(scene);
      await startByHand(scene, ['/usr/bin/nc', '-lk', '127.0.0.1', String(scene.port)]);
      await untilListening(scene);
    },
    cure: { by: 'fix' },
    causeWords: [/18789/, /\bnc\b/],
  },
  {
    id: 'port-other-user',
    title: 'a program of root holds the port',
    topic: 'port',
    rule: 'port-held-by-user',
    on: 'demo',
    stopsAnyway: true,
    async break(scene) {
      await stop(scene);
      await startByHand(scene, webServer(scene), { root: true });
      await untilListening(scene);
    },
    cure: { by: 'fix' },
    causeWords: [/18789/, /root|another user|other user/i],
  },
  {
    id: 'port-hidden-holder',
    title: 'a program that hides what it has open (as ssh and its agent do) holds the port',
    topic: 'port',
    rule: 'port-holder-unknown',
    on: 'demo',
    async break(scene) {
      await stop(scene);
      await startByHand(scene, ['/usr/bin/python3', '-c', HIDDEN_SERVER, String(scene.port)]);
      await untilListening(scene);
    },
    cure: { by: 'fix' },
    causeWords: [/18789/, /taken|in use|held|hold|already|occup|busy/i],
  },
  {
    id: 'gateway-by-hand',
    title: 'the service is stopped, and a gateway that was started in a terminal does its work',
    topic: 'port',
    rule: 'unmanaged-gateway',
    on: 'real',
    stopsAnyway: true,
    async break(scene) {
      await stop(scene);
      await startByHand(scene, ['openclaw', 'gateway', '--port', String(scene.port)]);
      await untilReady(scene);
    },
    cure: { by: 'fix' },
    causeWords: [
      /without the service|not managed|unmanaged|foreground|started by hand|outside|manual|not supervised|different process/i,
    ],
  },
  {
    id: 'hung-gateway-by-hand',
    title: 'a gateway that was started in a terminal hangs and keeps the port from the service',
    topic: 'port',
    rule: 'port-held-by-own-gateway',
    on: 'demo',
    stopsAnyway: true,
    async break(scene) {
      await stop(scene);
      const pid = await startByHand(scene, ['openclaw', 'gateway', '--port', String(scene.port)]);
      await untilReady(scene);
      await scene.host.run(['kill', '-STOP', String(pid)]);
    },
    cure: { by: 'fix' },
    causeWords: [/18789/, /gateway/i, /pid\D{0,3}\d+/i, /hold|held|taken|in use|already|occup|busy/i],
  },
  {
    id: 'port-taken-while-disabled',
    title: 'a web server holds the port after a reboot at which the service was not started',
    topic: 'port',
    rule: 'port-taken',
    on: 'demo',
    async break(scene) {
      await stop(scene);
      await systemctl(scene, 'disable', scene.unit);
      await startByHand(scene, webServer(scene));
      await untilListening(scene);
    },
    cure: { by: 'fix' },
    causeWords: [/18789/, /http\.server|python/i, /disabled/i],
  },
];
