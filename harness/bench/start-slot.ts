/** Starts one slot of the run: a tap, a lab, a device and a far end. */
import { randomBytes } from 'node:crypto';
import { mkdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import type { DutFacts } from '../evidence.ts';
import { BenchError } from '../errors.ts';
import { createFarEnd } from '../farend/create.ts';
import { sipHost, type Lab } from '../lab/lab.ts';
import { startRevocationServer } from '../lab/peers/revocation-server.ts';
import { labFolder } from '../lab/places.ts';
import { startLab } from '../lab/start.ts';
import type { DeviceCertificateKind } from '../pki/device-certificates.ts';
import { createPki, type Pki } from '../pki/pki.ts';
import type { Profile } from '../profiles/profile.ts';
import type { RunSettings } from '../run-settings.ts';
import { openTap } from '../tap/switchboard.ts';
import type { Capability, Hello } from '../dut/driver.ts';
import type { BundledOptions } from '../dut/drivers/bundled.ts';
import { RestartingDriver } from '../dut/restarting-driver.ts';
import { mediaAddressFor, startDriver } from '../dut/start-driver.ts';
import { DeviceSetup } from './device-setup.ts';
import type { EvidenceStore } from './evidence-store.ts';
import { introduced } from './introduction.ts';
import { provisioningFiles } from './provisioning-files.ts';
import { startResetter } from './resetter.ts';
import { Slot, type SlotParts } from './slot.ts';

export interface StartedSlot {
  slot: Slot;
  lab: Lab;
  facts: DutFacts;
  stop(): Promise<void>;
}

const deviceMac = '020000000001';
const secondMac = '020000000002';
const deviceUser = 'dut';
const farUser = 'far';

export async function startSlot(
  run: RunSettings,
  profile: Profile,
  runtime: 'containers' | 'local',
  index: number,
  store: EvidenceStore,
): Promise<StartedSlot> {
  const stops: (() => Promise<void>)[] = [];
  const stop = async () => {
    for (const one of stops.reverse()) await one().catch(() => undefined);
  };
  try {
    const folder = join(run.out, 'slots', String(index));
    mkdirSync(folder, { recursive: true });
    // Configuration and device data hold passwords of the run; evidence is elsewhere.
    const forget = () => rmSync(folder, { recursive: true, force: true });
    stops.push(async () => forget());
    process.once('exit', forget);
    const password = randomBytes(9).toString('hex');
    const farPassword = randomBytes(9).toString('hex');
    const credentials = { username: 'provisioning', password: randomBytes(9).toString('hex') };
    const revocation = await startRevocationServer();
    stops.push(() => revocation.stop());
    const pki = await createPki({ keyFolder: join(labFolder, 'keys'), revocationBase: revocation.base });
    const tap = await openTap();
    stops.push(() => tap.stop());
    const resetter = await startResetter();
    stops.push(() => resetter.stop());
    const started = (mac: string, name: string, unit: 1 | 2): RestartingDriver => {
      const factory = factoryOf(pki, mac);
      const driver = new RestartingDriver((generation) =>
        startDriver(run, { folder: join(folder, `${name}-${generation}`), mac, factory, persona: run.persona }, unit),
      );
      stops.push(() => driver.close());
      return driver;
    };
    // The lab and the device start side by side; neither needs the other to come up.
    const driver = started(deviceMac, 'device', 1);
    const [lab, hello] = await Promise.all([
      startLab({
        runtime,
        slot: index,
        pki,
        folder: join(folder, 'lab'),
        fronts: tap.fronts,
        clear: tap.witnesses,
        standardHost: tap.standardHost,
        accounts: [
          { user: deviceUser, password },
          { user: farUser, password: farPassword },
        ],
        files: [deviceMac, secondMac].flatMap(provisioningFiles),
        credentials,
        window: profile.windows.silence,
      }).then((one) => {
        stops.push(() => one.stop());
        return one;
      }),
      introduced(driver),
    ]);
    const capabilities = agreedCapabilities(profile, hello);
    const facts: DutFacts = { name: hello.name, version: hello.version, driver: run.dut, toneHz: profile.toneHz };
    const farEnd = createFarEnd({
      proxy: lab.farEndProxy,
      anchor: pki.anchors.lab,
      serverName: sipHost,
      domain: sipHost,
      user: farUser,
      password: farPassword,
      mediaAddress: mediaAddressFor(run.dut),
    });
    if (capabilities.includes('call')) {
      await farEnd.start();
      stops.push(() => farEnd.stop());
    }
    const setupFor = (one: RestartingDriver, mac: string): DeviceSetup =>
      new DeviceSetup(
        one,
        pki,
        {
          mac,
          fronts: tap.fronts,
          witnesses: tap.witnesses,
          dns: lab.dns,
          account: { user: deviceUser, password },
          provisioningCredentials: credentials,
          idleLimit: profile.idleLimit,
        },
        capabilities,
      );
    const setup = setupFor(driver, deviceMac);
    let second: ReturnType<SlotParts['secondUnit']> | null = null;
    const secondUnit: SlotParts['secondUnit'] = () => (second ??= startSecond());
    const startSecond = async () => {
      const other = started(secondMac, 'second', 2);
      await other.hello();
      return { driver: other, setup: setupFor(other, secondMac) };
    };
    const cut = async (): Promise<void> => {
      setup.registered = false;
      if ((await tap.disconnect('sip', 'rst')) === 0)
        throw new BenchError('BENCH_FAULT', 'the device has no connection to its server that could be reset');
    };
    const slot = new Slot({
      lab,
      tap,
      driver,
      profile,
      resetter,
      pki,
      revocation,
      setup,
      secondUnit,
      store,
      facts,
      capabilities,
      parties: { driver, farEnd, profile, deviceUser, farUser, domain: sipHost, cut },
    });
    return { slot, lab, facts, stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

/** What the factory of the bundled endpoint put in; what its flaws show is made under the same authority. */
function factoryOf(pki: Pki, mac: string): BundledOptions['factory'] {
  const pemOf = (kind: DeviceCertificateKind): string => {
    const { chainPem, keyPem } = pki.deviceIdentity(mac, kind);
    return chainPem + keyPem;
  };
  const flawed = {
    'shared-device-key': pemOf('shared-key'),
    'weak-device-key': pemOf('weak-key'),
    'shows-certificate-of-another-unit': pemOf('other-mac'),
    'shows-certificate-of-an-authority': pemOf('authority'),
    'shows-certificate-for-servers': pemOf('server-usage-only'),
  };
  return { anchors: pki.anchors.factory, device: pemOf('good'), flawed };
}

/** A profile's claim stands even where the driver does not declare it: then the driver's "unsupported" tells. */
const agreedCapabilities = (profile: Profile, hello: Hello): Capability[] => profile.capabilities ?? hello.capabilities;
