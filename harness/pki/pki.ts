/** What the lab's PKI offers. Keys are cached between runs, certificates are signed anew with dates relative to `now`. */
import { createHash, randomBytes } from 'node:crypto';
import { isIP } from 'node:net';
import { LabError } from '../errors.ts';
import { authorityPlans, specialRoot, usualKeys } from './authority.ts';
import { encodeCertificate, type CertificatePlan } from './certificate.ts';
import { certificateFaults, type CertificateFault, type FaultName } from './certificate-faults.ts';
import { goodChain, makeChain, type ChainPlan, type Workshop } from './chain.ts';
import { clientChain, type ClientCertificateKind } from './client-certificates.ts';
import { deviceChain, type DeviceCertificateKind } from './device-certificates.ts';
import { KeyCache } from './keys.ts';
import { fingerprint, pemOf } from './pem.ts';
import { serve, type ServedCertificate } from './served.ts';

export type { ServedCertificate } from './served.ts';

export interface Identity {
  chainPem: string;
  keyPem: string;
  leafSha256: string;
}

export interface ClientCertificate extends Identity {
  /** What the lab's revocation server answers for it, by path: DER of CRLs. */
  published: Readonly<Record<string, Buffer>>;
}

export interface Pki {
  /** The injected clock's reading that all dates are relative to. */
  now: Date;
  /** PEM of the trust anchors. `lab` is uploaded in M2; `factory` plays the preinstalled public authority of M1; `device`
   * signs device certificates; `unknown` is in nobody's store. */
  anchors: { lab: string; factory: string; device: string; unknown: string };
  /** PEM of a good root of that common name, with a key that no authority of the lab has. Nothing is served under it. */
  authority(commonName: string): string;
  /** The certificate of a named fault for a host: a DNS name of two labels or more, or an IPv4 or IPv6 address. The same
   * fault and host give the same certificate within a run, but where its dates count from the moment: then for 20 s. */
  certificate(fault: FaultName, host: string): ServedCertificate;
  /** The factory device certificate: CN = MAC, 30 years, under the device authority and its intermediate; or another kind. */
  deviceIdentity(mac: string, kind?: DeviceCertificateKind): Identity;
  /** What a peer shows to the device's own listener; `domain` is its SIP domain, sip.lab.test when left out. */
  clientCertificate(kind: ClientCertificateKind, domain?: string): ClientCertificate;
}

export interface PkiOptions {
  /** The clock's reading; the present when left out. */
  now?: Date;
  /** Milliseconds since the PKI was made; the machine's own when left out. */
  elapsed?: () => number;
  /** Folder of the key cache; made when it is missing. */
  keyFolder: string;
  /** Where certificates say that CRLs and the OCSP responder are, without a slash at the end. */
  revocationBase?: string;
}

const day = 86_400_000;
/** How long a certificate is shown whose dates count from the moment, ms. */
const freshFor = 20_000;

/** Reads or makes the usual keys (about 1 s once on two cores) and signs the authorities anew (some 20 ms). */
export async function createPki(options: PkiOptions): Promise<Pki> {
  const keys = new KeyCache(options.keyFolder);
  await keys.prepare(usualKeys);
  return new SignedPki(keys, options);
}

class SignedPki implements Pki {
  readonly now: Date;
  readonly anchors: Pki['anchors'];
  readonly #shop: Omit<Workshop, 'host' | 'octets'>;
  readonly #secret = randomBytes(32);
  readonly #made = new Map<string, Buffer>();
  readonly #served = new Map<string, { certificate: ServedCertificate; at: number }>();
  readonly #elapsed: () => number;
  readonly #identities = new Map<string, ClientCertificate>();

  constructor(keys: KeyCache, options: PkiOptions) {
    const { now = new Date(), revocationBase = 'http://crl.lab.test' } = options;
    const began = performance.now();
    this.now = now;
    this.#elapsed = options.elapsed ?? (() => performance.now() - began);
    const authorities = authorityPlans(now);
    this.#shop = {
      now,
      days: (count) => new Date(now.getTime() + count * day),
      seconds: this.#secondsFrom(0),
      authorities,
      root: (commonName) => specialRoot(commonName, now),
      certificate: (plan, issuer) => this.#certificate(plan, issuer),
      keys,
      revocationBase,
    };
    const anchor = ({ root }: { root: CertificatePlan }): string => pemOf(this.#certificate(root, root));
    const { lab, factory, device, unknown } = authorities;
    this.anchors = { lab: anchor(lab), factory: anchor(factory), device: anchor(device), unknown: anchor(unknown) };
  }

  certificate(fault: FaultName, host: string): ServedCertificate {
    const name = `${fault} ${host}`;
    const entry: CertificateFault = certificateFaults[fault];
    const served = this.#served.get(name);
    const at = entry.fresh ? this.#elapsed() : 0;
    if (served && at - served.at <= freshFor) return served.certificate;
    if (isIP(host) === 0 && !/^([a-z0-9-]+\.)+[a-z0-9-]+$/i.test(host)) {
      throw new LabError('pki-bad-host', `"${host}" is no host name that a certificate can be made for`, {
        hint: 'give an address, or a DNS name with at least two labels, for instance sip.lab.test',
      });
    }
    const shop = { ...this.#shop, host, octets: this.#octets(host), seconds: this.#secondsFrom(at) };
    const certificate = serve(fault, entry.make(goodChain(shop), shop), entry.crafted ?? false, shop);
    this.#served.set(name, { certificate, at });
    return certificate;
  }

  authority(commonName: string): string {
    const root = this.#shop.root(commonName);
    return pemOf(this.#certificate(root, root));
  }

  deviceIdentity(mac: string, kind: DeviceCertificateKind = 'good'): Identity {
    const digits = mac.replaceAll(/[:-]/g, '').toLowerCase();
    if (!/^[0-9a-f]{12}$/.test(digits)) {
      throw new LabError('pki-bad-mac', `"${mac}" is no MAC address`, {
        hint: 'twelve hexadecimal digits, with or without : or -',
      });
    }
    return this.#identity(`device ${kind}`, mac, (shop) => deviceChain(kind, mac, digits, shop));
  }

  clientCertificate(kind: ClientCertificateKind, domain = 'sip.lab.test'): ClientCertificate {
    return this.#identity(`client ${kind}`, domain, (shop) => clientChain(kind, shop));
  }

  /** One per kind and subject within a run. */
  #identity(kind: string, subject: string, planOf: (shop: Workshop) => ChainPlan): ClientCertificate {
    const name = `${kind} ${subject}`;
    let identity = this.#identities.get(name);
    if (!identity) {
      const shop = { ...this.#shop, host: subject, octets: this.#octets(subject) };
      const plan = planOf(shop);
      const made = makeChain(plan, shop);
      identity = {
        chainPem: pemOf(made.leaf, ...made.above),
        keyPem: shop.keys.key(plan.leaf.key).pem,
        leafSha256: fingerprint(made.leaf),
        published: plan.published?.(made) ?? {},
      };
      this.#identities.set(name, identity);
    }
    return identity;
  }

  #certificate(plan: CertificatePlan, issuer: CertificatePlan): Buffer {
    const name = JSON.stringify([plan, issuer], (_, value: unknown) =>
      typeof value === 'bigint' ? `${value}n` : value,
    );
    const made = this.#made.get(name) ?? encodeCertificate(plan, issuer, this.#shop.keys);
    this.#made.set(name, made);
    return made;
  }

  #secondsFrom(elapsed: number): Workshop['seconds'] {
    return (count) => new Date(this.now.getTime() + elapsed + count * 1000);
  }

  #octets(host: string): Workshop['octets'] {
    return (label, count) =>
      createHash('shake256', { outputLength: count }).update(this.#secret).update(`${label} ${host}`).digest();
  }
}
