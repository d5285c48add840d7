/** Two devices at one Kamailio, with the media of their calls led through a relay of the harness. */
import { randomBytes } from 'node:crypto';
import { mkdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import type { DeviceSettings, SrtpPolicy } from '../evidence.ts';
import type { Driver } from '../dut/driver.ts';
import { RestartingDriver } from '../dut/restarting-driver.ts';
import { sipHost } from '../lab/lab.ts';
import { startRevocationServer } from '../lab/peers/revocation-server.ts';
import { labFolder } from '../lab/places.ts';
import { startLab } from '../lab/start.ts';
import { createPki, type Pki } from '../pki/pki.ts';
import { MediaRelay } from '../tap/media-relay.ts';
import { sipMessages } from '../tap/sip-messages.ts';
import { openTap } from '../tap/switchboard.ts';
import { usualSettings } from '../usual-settings.ts';
import { DeviceSetup } from './device-setup.ts';
import { type PairCall, readPairCall } from './pair-call.ts';

export interface PairOptions {
  /** For configuration and logs; emptied at the end. */
  folder: string;
  /** Where both devices can send media to. */
  mediaAddress: string;
  /** How each is started, by the folder that it gets. */
  devices: Record<string, (folder: string, mac: string, pki: Pki) => Driver>;
}

export interface Pair {
  /** Both are set to that policy; one calls the other, and hangs up after that many packets of each, or 10 s. */
  call(caller: string, callee: string, policy: SrtpPolicy, packets: number): Promise<PairCall>;
  stop(): Promise<void>;
}

interface Device {
  driver: RestartingDriver;
  setup: DeviceSetup;
}

/** How long a call and its packets may take, ms. */
const patience = 10_000;

/** Rejects with LabError or DriverError where something does not start; nothing is left of it then. */
export async function startPair({ folder, mediaAddress, devices }: PairOptions): Promise<Pair> {
  const stops: (() => unknown)[] = [() => rmSync(folder, { recursive: true, force: true })];
  const stop = async (): Promise<void> => {
    for (const one of stops.splice(0).reverse()) await one();
  };
  try {
    const revocation = await startRevocationServer();
    stops.push(() => revocation.stop());
    const pki = await createPki({ keyFolder: join(labFolder, 'keys'), revocationBase: revocation.base });
    const tap = await openTap();
    stops.push(() => tap.stop());
    const relay = await MediaRelay.start(mediaAddress);
    stops.push(() => relay.stop());
    const accounts = Object.keys(devices).map((user) => ({ user, password: randomBytes(9).toString('hex') }));
    const credentials = { username: 'provisioning', password: randomBytes(9).toString('hex') };
    const lab = await startLab({
      runtime: 'local',
      slot: 0,
      pki,
      folder: join(folder, 'lab'),
      fronts: tap.fronts,
      clear: tap.witnesses,
      accounts,
      files: [],
      credentials,
      mediaRelay: relay.control,
    });
    stops.push(() => lab.stop());
    const { address } = await lab.listenerFor('sip', {});
    await tap.route('sip', address);
    const started = new Map<string, Device>();
    for (const [index, account] of accounts.entries()) {
      const mac = `02000000001${index}`;
      const own = join(folder, account.user);
      mkdirSync(own, { recursive: true });
      const driver = new RestartingDriver((generation) =>
        devices[account.user]!(join(own, String(generation)), mac, pki),
      );
      stops.push(() => driver.close());
      const { capabilities } = await driver.hello();
      const facts = { mac, fronts: tap.fronts, witnesses: tap.witnesses, dns: lab.dns, account, idleLimit: 0 };
      const setup = new DeviceSetup(driver, pki, { ...facts, provisioningCredentials: credentials }, capabilities);
      started.set(account.user, { driver, setup });
    }
    return {
      async call(callerName, calleeName, policy, packets) {
        const [caller, callee] = [started.get(callerName)!, started.get(calleeName)!];
        const mark = tap.mark();
        for (const { driver, setup } of [callee, caller]) {
          await setup.ensure(settingsOf(policy), []);
          await setup.ensureTrust(settingsOf(policy), [{ service: 'sip', certificate: 'good', target: 'host' }]);
          await driver.request('register', {}, patience);
        }
        await caller.driver.request('call', { to: `sip:${calleeName}@${sipHost}` }, patience);
        await relay.until(packets, patience);
        await caller.driver.request('hangup', {});
        const seen = sipMessages(tap.connectionsSince(mark), lab.keyLog());
        return readPairCall(seen, (callId) => relay.datagrams(callId));
      },
      stop,
    };
  } catch (error) {
    await stop();
    throw error;
  }
}

const settingsOf = (srtp: SrtpPolicy): DeviceSettings => ({ ...usualSettings, srtp });
