/** The tap put together: two fronts, two witness ports, one recorder. */
import { createServer, type Server } from 'node:net';
import type { Address } from '../lab/lab.ts';
import { Front } from './front.ts';
import { closeServer, listen } from './listening.ts';
import { defaultLimits, type Limits, Recorder } from './recorder.ts';
import { openStandardPorts } from './standard-ports.ts';
import type { Tap } from './tap.ts';
import { Witness } from './witness.ts';

export interface TapOptions {
  /** Address of this machine that the device reaches; 127.0.0.1 unless told. */
  host?: string;
  limits?: Partial<Limits>;
}

/**
 * Opens fronts and witnesses on ports that the system chooses. Both fronts refuse connections until they are routed.
 * Rejects with the system's error when the host is no address of this machine.
 */
export async function openTap({ host = '127.0.0.1', limits = {} }: TapOptions = {}): Promise<Tap> {
  const recorder = new Recorder({ ...defaultLimits, ...limits });
  const anchors = [await openAnchor(host)];
  // Whoever reaches the IPv4 loopback address reaches that of IPv6, unless the machine has none.
  const anchor6 = host === '127.0.0.1' ? await openAnchor('::1').catch(() => null) : null;
  if (anchor6) anchors.push(anchor6);
  const addresses = anchors.map(({ address }) => address);
  const fronts = {
    sip: await Front.open('sip', addresses, recorder),
    provisioning: await Front.open('provisioning', addresses, recorder),
  };
  const witnesses = {
    sip: await Witness.open('sip', { host, port: 0 }, recorder),
    http: await Witness.open('http', { host, port: 0 }, recorder),
  };
  const standard = host === '127.0.0.1' ? await openStandardPorts(anchors[0]!.address, recorder) : null;
  if (standard) fronts.sip.add(standard.door);
  return {
    fronts: { sip: fronts.sip.address, provisioning: fronts.provisioning.address },
    fronts6: anchor6 !== null,
    witnesses: { sip: witnesses.sip.address, http: witnesses.http.address },
    standardHost: standard?.host ?? null,
    route: (front, target) => fronts[front].route(target),
    connectionsSince: (mark) => recorder.connectionsSince(mark),
    clearTextSince: (mark) => recorder.clearTextSince(mark),
    faultsSince: (mark) => recorder.faultsSince(mark),
    activity: () => recorder.activity(),
    mark: () => recorder.mark(),
    disconnect: (front, how) => fronts[front].disconnect(how),
    stop: async () => {
      await Promise.all([fronts.sip.stop(), fronts.provisioning.stop(), witnesses.sip.stop(), witnesses.http.stop()]);
      await standard?.witness.stop();
      await Promise.all(anchors.map(({ server }) => closeServer(server)));
    },
  };
}

async function openAnchor(host: string): Promise<{ server: Server; address: Address }> {
  const server = createServer((socket) => socket.on('error', () => {}).resume()).unref();
  return { server, address: await listen(server, { host, port: 0 }) };
}
