/** What the device tells about itself; the API sends it as it is, the pages put it in words. */
import { X509Certificate } from 'node:crypto';
import type { CallFacts, MediaCounters, Refusal, SipAgent } from '../contracts.ts';
import type { Device } from '../device.ts';
import type { FlawName } from '../flaws.ts';

export interface ClockFacts {
  /** ISO 8601. */
  now: string;
  /** From the time of the machine. */
  offsetSeconds: number;
}

export interface DeviceState {
  product: { name: string; firmware: string; hardware: string };
  mac: string;
  /** ISO 8601. */
  started: string;
  clock: ClockFacts;
  registration: ReturnType<SipAgent['registration']>;
  calls: CallFacts[];
  provisioning: { outcome: string; reason: string; at: string; url: string } | null;
  /** The device certificate in force; null: none. */
  identity: { source: 'factory' | 'uploaded'; subject: string; notAfter: string; sha256: string; key?: string } | null;
  manufacturerCertificate: 'Installed' | 'Not installed';
  /** Newest first. */
  refusals: readonly Refusal[];
  /** Where the device takes connections; null: it takes none. */
  listener: { host: string; port: number } | null;
  flaws: FlawName[];
}

export function clockFacts({ clock }: Device): ClockFacts {
  return { now: clock.now().toISOString(), offsetSeconds: clock.offsetSeconds };
}

export function deviceState(device: Device): DeviceState {
  return {
    product: device.persona.product,
    mac: device.mac,
    started: device.started.toISOString(),
    clock: clockFacts(device),
    registration: device.agent.registration(),
    calls: device.agent.calls(),
    provisioning: device.provisioning.last(),
    identity: identityFacts(device),
    manufacturerCertificate: device.factoryIdentityPresent ? 'Installed' : 'Not installed',
    refusals: device.journal.refusals(),
    listener: device.listener.at(),
    flaws: device.flaws.list(),
  };
}

function identityFacts(device: Device): DeviceState['identity'] {
  const current = device.surroundings.identity.current();
  if (current === null) return null;
  const leaf = new X509Certificate(current.chainPem);
  return {
    source: current.source,
    subject: leaf.subject,
    notAfter: new Date(leaf.validTo).toISOString(),
    sha256: leaf.fingerprint256.replaceAll(':', '').toLowerCase(),
    ...(device.flaws.has('tells-private-key') && { key: current.keyPem }),
  };
}

export function mediaTotals(calls: readonly CallFacts[]): MediaCounters {
  const totals: MediaCounters = { sent: 0, received: 0, rejected: 0, replayed: 0, plainDropped: 0 };
  for (const { media } of calls)
    for (const key of Object.keys(totals) as (keyof MediaCounters)[]) totals[key] += media[key];
  return totals;
}
