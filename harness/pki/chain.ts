/** The chain that a server sends, as a plan: the good one, what a fault makes of it, and how it is made real. */
import { isIP } from 'node:net';
import type { AuthorityName, AuthorityPlans } from './authority.ts';
import { organization } from './authority.ts';
import { encodeCertificate, type CertificatePlan } from './certificate.ts';
import type { KeyCache, KeyReference } from './keys.ts';
import type { AlternativeName } from './names.ts';

export interface ChainPlan {
  leaf: CertificatePlan;
  /** The authorities between leaf and root, nearest first: each signs the one before it. */
  above: readonly CertificatePlan[];
  /** Signs the last of them, or the leaf where there is none. Null: the leaf is signed with its own key. */
  root: CertificatePlan | null;
  /** The key that the server has, where it is not that of the leaf. */
  key?: KeyReference;
  /** What is sent, leaf first; the leaf and all above it when left out. The root is not among them. */
  sent?(made: MadeChain): readonly Buffer[];
  /** An authority that the device must be given beside the lab's, so that the case is about its property. */
  anchor?(made: MadeChain): Buffer;
  /** What trust mode M3 uploads instead of the ordinary self-signed certificate. */
  pin?(made: MadeChain): Buffer;
  /** The OCSP response that the server staples (DER). */
  staple?(made: MadeChain): Buffer;
  /** What the lab's revocation server answers, by path: CRLs and OCSP responses (DER). */
  published?(made: MadeChain): Readonly<Record<string, Buffer>>;
  /** What it answers once the leaf has been revoked in the midst of a test. */
  publishedOnceRevoked?(made: MadeChain): Readonly<Record<string, Buffer>>;
}

/** The certificates of a plan as DER. `root` is the leaf itself where the plan has none. */
export interface MadeChain {
  leaf: Buffer;
  above: readonly Buffer[];
  root: Buffer;
}

/** The good chain, to make faults of. */
export interface GoodChain extends ChainPlan {
  intermediate: CertificatePlan;
  root: CertificatePlan;
}

/** What an entry may use beside the good chain. */
export interface Workshop {
  host: string;
  /** The clock's reading that all dates are relative to. */
  now: Date;
  days: (count: number) => Date;
  seconds: (count: number) => Date;
  /** Root and intermediate of every authority. */
  authorities: Readonly<Record<AuthorityName, AuthorityPlans>>;
  /** A good root of its own name and key: what deviates must not be named or keyed like an authority that is trusted. */
  root: (commonName: string) => CertificatePlan;
  /** A certificate that is no leaf; within a run equal plans give the same one, whichever fault and host they are for. */
  certificate: (plan: CertificatePlan, issuer: CertificatePlan) => Buffer;
  /** Random octets, the same within a run for the same label and host. */
  octets: (label: string, count: number) => Buffer;
  /** For whoever signs something that is no certificate. */
  keys: KeyCache;
  /** Base of the URLs in CRL distribution points and of OCSP responders, without a slash at the end. */
  revocationBase: string;
}

/** RSA 2048, SHA-256, lab root, intermediate sent, root not sent, valid from yesterday for 30 days, named by SAN and CN. */
export function goodChain(shop: Workshop): GoodChain {
  const { root, intermediate } = shop.authorities.lab;
  const leaf: CertificatePlan = {
    subject: { organization, commonName: shop.host },
    notBefore: shop.days(-1),
    notAfter: shop.days(30),
    key: { name: 'server' },
    basicConstraints: null,
    keyUsage: ['digitalSignature', 'keyEncipherment'],
    extendedKeyUsage: ['serverAuth'],
    names: hostNames(shop.host),
  };
  return { leaf, above: [intermediate], root, intermediate };
}

/** The same plan under another common name. */
export function named(plan: CertificatePlan, commonName: string): CertificatePlan {
  return { ...plan, subject: { ...plan.subject, commonName } };
}

/** The leaf is made anew each time, so that no two faults serve the same one. */
export function makeChain(plan: ChainPlan, shop: Workshop): MadeChain {
  const { above, root } = plan;
  const issuers = root ? [...above, root] : above;
  const leaf = encodeCertificate(plan.leaf, issuers[0] ?? plan.leaf, shop.keys);
  const authorities = above.map((one, index) => shop.certificate(one, issuers[index + 1] ?? plan.leaf));
  return { leaf, above: authorities, root: root ? shop.certificate(root, root) : leaf };
}

/** A server that is reached by its address is named by a SIP URI (RFC 5922 §7.1) and by iPAddress (RFC 9525 §6.4). */
function hostNames(host: string): AlternativeName[] {
  const version = isIP(host);
  return version === 0 ? [{ dns: host }] : [sipUri(host), { ip: host }];
}

/** An IPv6 address stands in brackets (RFC 3261 §25.1). */
export function sipUri(host: string): AlternativeName {
  return { uri: isIP(host) === 6 ? `sip:[${host}]` : `sip:${host}` };
}
