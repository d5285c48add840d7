/** What the lab's PKI offers. Keys are cached between runs, certificates are signed anew with dates relative to `now`. */
import { LabError } from '../errors.ts';
import { authorityKeys, authorityNames, createAuthority, createIntermediate, organization } from './authority.ts';
import type { Authority, AuthorityName, Intermediate } from './authority.ts';
import { fingerprint, signCertificate } from './certificate.ts';
import {
  certificateFaults,
  goodPlan,
  type CertificateFault,
  type ChainPlan,
  type FaultName,
} from './certificate-faults.ts';
import { KeyCache } from './keys.ts';

export interface ServedCertificate {
  fault: FaultName;
  /** Leaf first, as sent on the wire (the root is never sent). */
  chainPem: string;
  keyPem: string;
  leafSha256: string;
}

export interface Identity {
  chainPem: string;
  keyPem: string;
  leafSha256: string;
}

export interface Pki {
  /** The injected clock's reading that all dates are relative to. */
  now: Date;
  /** PEM of the trust anchors. `lab` is uploaded in M2; `factory` plays the preinstalled public authority of M1; `device`
   * signs device certificates; `unknown` is in nobody's store. */
  anchors: { lab: string; factory: string; device: string; unknown: string };
  /** The certificate of a named fault for a host name. The same fault and host give the same certificate within a run. */
  certificate(fault: FaultName, host: string): ServedCertificate;
  /** The factory device certificate: CN = MAC, 30 years, under the device authority and its intermediate. */
  deviceIdentity(mac: string): Identity;
}

export interface PkiOptions {
  /** The clock's reading; the present when left out. */
  now?: Date;
  /** Folder of the key cache; made when it is missing. */
  keyFolder: string;
}

const day = 86_400_000;

/** Reads or makes the keys (about 1 s once on two cores) and signs the authorities anew (some 20 ms). */
export async function createPki(options: PkiOptions): Promise<Pki> {
  const keys = new KeyCache(options.keyFolder);
  await keys.prepare([...authorityKeys, 'server']);
  return new SignedPki(keys, options.now ?? new Date());
}

class SignedPki implements Pki {
  readonly now: Date;
  readonly anchors: Pki['anchors'];
  readonly #keys: KeyCache;
  readonly #authorities: Record<AuthorityName, Authority>;
  readonly #withheld: Intermediate;
  readonly #noAuthority: Intermediate;
  readonly #served = new Map<string, ServedCertificate>();
  readonly #identities = new Map<string, Identity>();

  constructor(keys: KeyCache, now: Date) {
    this.now = now;
    this.#keys = keys;
    const [lab, factory, device, unknown] = authorityNames.map((name) => createAuthority(name, keys, now)) as [
      Authority,
      Authority,
      Authority,
      Authority,
    ];
    this.#authorities = { lab, factory, device, unknown };
    this.anchors = { lab: lab.rootPem, factory: factory.rootPem, device: device.rootPem, unknown: unknown.rootPem };
    const key = lab.intermediate.keyPem;
    this.#withheld = createIntermediate('Ringproof Lab Intermediate Never Sent', lab.root, key, now);
    this.#noAuthority = createIntermediate('Ringproof Lab Intermediate Without Authority', lab.root, key, now, false);
  }

  certificate(fault: FaultName, host: string): ServedCertificate {
    const name = `${fault} ${host}`;
    let served = this.#served.get(name);
    if (!served) {
      if (!/^([a-z0-9-]+\.)+[a-z0-9-]+$/i.test(host)) {
        throw new LabError('pki-bad-host', `"${host}" is no host name that a certificate can be made for`, {
          hint: 'give a DNS name with at least two labels, for instance sip.lab.test',
        });
      }
      const entry: CertificateFault = certificateFaults[fault];
      served = this.#serve(fault, entry.make(goodPlan(host), host));
      this.#served.set(name, served);
    }
    return served;
  }

  deviceIdentity(mac: string): Identity {
    const digits = mac.replaceAll(/[:-]/g, '').toLowerCase();
    if (!/^[0-9a-f]{12}$/.test(digits)) {
      throw new LabError('pki-bad-mac', `"${mac}" is no MAC address`, {
        hint: 'twelve hexadecimal digits, with or without : or -',
      });
    }
    let identity = this.#identities.get(mac);
    if (!identity) {
      const { intermediate } = this.#authorities.device;
      const keyPem = this.#keys.pem(`device-${digits}`);
      const leaf = signCertificate(
        {
          subject: { organization, commonName: mac },
          notBefore: this.#daysFromNow(-1),
          notAfter: thirtyYearsAfter(this.#daysFromNow(-1)),
          authority: null,
          keyUsage: ['digitalSignature', 'keyEncipherment'],
          extendedKeyUsage: ['clientAuth'],
          names: [],
        },
        keyPem,
        intermediate,
      );
      identity = { chainPem: leaf + intermediate.pem, keyPem, leafSha256: fingerprint(leaf) };
      this.#identities.set(mac, identity);
    }
    return identity;
  }

  #serve(fault: FaultName, plan: ChainPlan): ServedCertificate {
    const keyPem = this.#keys.pem('server');
    const subject = { organization, commonName: plan.commonName };
    const issuer = this.#issuer(plan) ?? { subject, keyPem };
    const leaf = signCertificate(
      {
        subject,
        notBefore: this.#daysFromNow(plan.validFrom),
        notAfter: this.#daysFromNow(plan.validUntil),
        authority: null,
        keyUsage: ['digitalSignature', 'keyEncipherment'],
        extendedKeyUsage: [plan.extendedKeyUsage],
        names: plan.names,
      },
      keyPem,
      issuer,
    );
    const above = 'pem' in issuer && plan.intermediate !== 'withheld' ? issuer.pem : '';
    return { fault, chainPem: leaf + above, keyPem, leafSha256: fingerprint(leaf) };
  }

  #issuer(plan: ChainPlan): Intermediate | null {
    if (plan.issuer === 'itself') return null;
    if (plan.intermediate === 'withheld') return this.#withheld;
    if (plan.intermediate === 'no-authority') return this.#noAuthority;
    return this.#authorities[plan.issuer].intermediate;
  }

  #daysFromNow(days: number): Date {
    return new Date(this.now.getTime() + days * day);
  }
}

function thirtyYearsAfter(date: Date): Date {
  const later = new Date(date);
  later.setUTCFullYear(later.getUTCFullYear() + 30);
  return later;
}
