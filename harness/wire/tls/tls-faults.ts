/** The TLS faults by name: one deviation of a server each. A new one is an entry in the file of its group. */
import { alertFaults } from './faults/alerts.ts';
import { applicationFaults } from './faults/application.ts';
import { extensionFaults } from './faults/extensions.ts';
import { hello13Faults } from './faults/hello13.ts';
import { honest } from './faults/honest.ts';
import { keyExchangeFaults } from './faults/key-exchange.ts';
import { messageFaults } from './faults/messages.ts';
import { proofFaults } from './faults/proof.ts';
import { recordFaults } from './faults/records.ts';
import { retryFaults } from './faults/retry.ts';
import { sessionFaults } from './faults/sessions.ts';
import { suiteFaults } from './faults/suites.ts';
import { versionFaults } from './faults/versions.ts';
import type { TlsFault } from './faults/tls-fault.ts';

const all = {
  ...honest,
  ...versionFaults,
  ...suiteFaults,
  ...extensionFaults,
  ...keyExchangeFaults,
  ...hello13Faults,
  ...retryFaults,
  ...messageFaults,
  ...recordFaults,
  ...alertFaults,
  ...proofFaults,
  ...applicationFaults,
  ...sessionFaults,
};

export type TlsFaultName = keyof typeof all;

export const tlsFaults: Readonly<Record<TlsFaultName, TlsFault>> = all;

/** What an entry is compared with, mostly an honest server. */
export const honestLike = (name: TlsFaultName): TlsFaultName =>
  (tlsFaults[name].like as TlsFaultName | undefined) ??
  (tlsFaults[name].version === 'TLS 1.3' ? 'honest-tls13' : 'honest-tls12');
