/** What a server is given to send for one fault and one host. */
import { createSecureContext } from 'node:tls';
import { X509Certificate } from 'node:crypto';
import type { FaultName } from './certificate-faults.ts';
import { makeChain, type ChainPlan, type Workshop } from './chain.ts';
import { fingerprint, pemOf } from './pem.ts';

export interface ServedCertificate {
  fault: FaultName;
  /** DER as sent, leaf first, without the root; may be empty, and hold what is no certificate. */
  chain: readonly Buffer[];
  /** PEM of the same. */
  chainPem: string;
  keyPem: string;
  /** Of the first entry as sent; null when none is. */
  leafSha256: string | null;
  /** A trust anchor that the device must be given beside the lab root, so that the case is about its property. */
  anchorPem: string | null;
  /** What trust mode M3 uploads instead of the ordinary `self-signed` certificate. */
  pinPem: string | null;
  /** DER of the OCSP response that the server staples. */
  staple: Buffer | null;
  /** What the lab's revocation server answers for it, by path: DER of CRLs and OCSP responses. */
  published: Readonly<Record<string, Buffer>>;
  /** The same once the leaf has been revoked in the midst of a test; as before where the fault does not say. */
  publishedOnceRevoked: Readonly<Record<string, Buffer>>;
  /** OpenSSL takes chain and key (at some security level) and would send these very octets. */
  readonly loadable: boolean;
  /** OpenSSL takes them at security level 0 only: a short key, an old digest. */
  readonly weak: boolean;
}

export function serve(fault: FaultName, plan: ChainPlan, crafted: boolean, shop: Workshop): ServedCertificate {
  const made = makeChain(plan, shop);
  const chain = plan.sent?.(made) ?? [made.leaf, ...made.above];
  const chainPem = pemOf(...chain);
  const keyPem = shop.keys.key(plan.key ?? plan.leaf.key).pem;
  const published = plan.published?.(made) ?? {};
  let level: SecurityLevel | undefined;
  const loading = (): SecurityLevel => (level ??= crafted ? 'none' : securityLevel(chain, keyPem));
  return {
    fault,
    chain,
    chainPem,
    keyPem,
    leafSha256: chain[0] ? fingerprint(chain[0]) : null,
    anchorPem: plan.anchor ? pemOf(plan.anchor(made)) : null,
    pinPem: plan.pin ? pemOf(plan.pin(made)) : null,
    staple: plan.staple?.(made) ?? null,
    published,
    publishedOnceRevoked: plan.publishedOnceRevoked?.(made) ?? published,
    get loadable() {
      return loading() !== 'none';
    },
    get weak() {
      return loading() === 'zero';
    },
  };
}

type SecurityLevel = 'usual' | 'zero' | 'none';

/** The level at which OpenSSL takes chain and key. It sends what it has parsed: octets that it drops would be missing. */
function securityLevel(chain: readonly Buffer[], keyPem: string): SecurityLevel {
  if (chain.length === 0 || !chain.every(survivesParsing)) return 'none';
  const cert = pemOf(...chain);
  if (loads({ cert, key: keyPem })) return 'usual';
  return loads({ cert, key: keyPem, ciphers: 'DEFAULT:@SECLEVEL=0' }) ? 'zero' : 'none';
}

function loads(options: Parameters<typeof createSecureContext>[0]): boolean {
  try {
    createSecureContext(options);
    return true;
  } catch {
    return false;
  }
}

function survivesParsing(der: Buffer): boolean {
  try {
    return new X509Certificate(der).raw.equals(der);
  } catch {
    return false;
  }
}
