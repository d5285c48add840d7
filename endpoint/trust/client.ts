/** The verdict on a client of the device's listener: the device's own path checks, and what the client may speak for. */
import { Flaws, type FlawName } from '../flaws.ts';
import { readCertificate, type Certificate } from './certificate.ts';
import { sipIdentities } from './names.ts';
import { verifyServer } from './verify.ts';

export interface ClientRequest {
  /** DER, the client's own first, as sent; not empty. */
  chain: Buffer[];
  /** PEM. */
  anchors: string[];
  at: Date;
  flaws: Flaws;
}

/** What the listener's flaws switch off in the checks that it shares with connections of the device's own. */
const inTheChecks: Partial<Record<FlawName, FlawName>> = {
  'listener-accepts-any-client': 'validate-ignored',
  'listener-ignores-client-dates': 'ignores-dates',
  'listener-ignores-client-usage': 'ignores-extended-key-usage',
};

function flawsOf(listener: Flaws): Flaws {
  const flaws = new Flaws();
  flaws.set(listener.list().flatMap((name) => [name, inTheChecks[name] ?? name]));
  return flaws;
}

export interface VerifiedClient {
  /** The domains that it is authenticated for (RFC 5922 §7.1), lower case; none where its certificate names none. */
  identities: string[];
  /** Leaf first, anchor last; empty where a flaw has let the client in unseen. */
  path: Certificate[];
}

/** Throws CertificateProblem. */
export function verifyClient({ chain, anchors, at, flaws }: ClientRequest): VerifiedClient {
  const own = flawsOf(flaws);
  const noName = { identity: '', allowWildcard: false, allowCommonName: false };
  const path = own.has('validate-ignored')
    ? []
    : verifyServer({ service: 'client', ...noName, chain, anchors, at, flaws: own });
  return { identities: sipIdentities(readCertificate(chain[0]!)), path };
}
