/** The extensions of certificates, each as DER (RFC 5280 §4.2). */
import { addressOctets, generalName, generalNames, type AlternativeName } from './names.ts';
import { boolean, constructed, integer, namedBits, octets, octetString, oid, primitive, sequence } from './der.ts';

export interface Extension {
  /** Dotted. */
  oid: string;
  critical: boolean;
  /** DER of the value; anything else makes it malformed. */
  value: Buffer;
}

const keyUsages = [
  'digitalSignature',
  'nonRepudiation',
  'keyEncipherment',
  'dataEncipherment',
  'keyAgreement',
  'keyCertSign',
  'cRLSign',
] as const;
export type KeyUsage = (typeof keyUsages)[number];

const purposes = {
  serverAuth: '1.3.6.1.5.5.7.3.1',
  clientAuth: '1.3.6.1.5.5.7.3.2',
  codeSigning: '1.3.6.1.5.5.7.3.3',
  emailProtection: '1.3.6.1.5.5.7.3.4',
  OCSPSigning: '1.3.6.1.5.5.7.3.9',
  // RFC 5924 §3
  sipDomain: '1.3.6.1.5.5.7.3.20',
  anyExtendedKeyUsage: '2.5.29.37.0',
} as const;
/** By name, or by dotted object identifier. */
export type ExtendedKeyUsage = keyof typeof purposes | `${number}.${number}.${string}`;

export function encodeExtension(extension: Extension): Buffer {
  const critical = extension.critical ? [boolean(true)] : [];
  return sequence(oid(extension.oid), ...critical, octetString(extension.value));
}

export function basicConstraints(authority: boolean, pathLength?: number, critical = true): Extension {
  const ca = authority ? [boolean(true)] : [];
  const length = pathLength === undefined ? [] : [integer(pathLength)];
  return { oid: '2.5.29.19', critical, value: sequence(...ca, ...length) };
}

export function keyUsage(usages: readonly KeyUsage[], critical = true): Extension {
  return { oid: '2.5.29.15', critical, value: namedBits(usages.map((usage) => keyUsages.indexOf(usage))) };
}

export function extendedKeyUsage(usages: readonly ExtendedKeyUsage[], critical = false): Extension {
  const known: Readonly<Record<string, string>> = purposes;
  return { oid: '2.5.29.37', critical, value: sequence(...usages.map((usage) => oid(known[usage] ?? usage))) };
}

export function subjectAlternativeName(names: readonly AlternativeName[], critical = false): Extension {
  return { oid: '2.5.29.17', critical, value: generalNames(names) };
}

export function subjectKeyIdentifier(identifier: Buffer): Extension {
  return { oid: '2.5.29.14', critical: false, value: octetString(identifier) };
}

export function authorityKeyIdentifier(identifier: Buffer): Extension {
  return { oid: '2.5.29.35', critical: false, value: sequence(primitive(0, identifier)) };
}

/** A subtree base; an address comes with its mask (RFC 5280 §4.2.1.10). */
export type Subtree = Exclude<AlternativeName, { ip: unknown }> | { ip: string; mask: string };

/** Must be critical (RFC 5280 §4.2.1.10). */
export function nameConstraints(
  subtrees: { permitted?: readonly Subtree[]; excluded?: readonly Subtree[] },
  critical = true,
): Extension {
  const list = (n: number, bases: readonly Subtree[] = []): Buffer[] =>
    bases.length === 0 ? [] : [constructed(n, ...bases.map((base) => sequence(subtreeBase(base))))];
  return { oid: '2.5.29.30', critical, value: sequence(...list(0, subtrees.permitted), ...list(1, subtrees.excluded)) };
}

function subtreeBase(base: Subtree): Buffer {
  if (!('ip' in base)) return generalName(base);
  return generalName({ ip: Buffer.concat([addressOctets(base.ip), addressOctets(base.mask)]) });
}

/** Must be critical (RFC 5280 §4.2.1.11); the number is SkipCerts. */
export function requireExplicitPolicy(skipCertificates: number): Extension {
  return { oid: '2.5.29.36', critical: true, value: sequence(primitive(0, Buffer.of(skipCertificates))) };
}

/** cRLDistributionPoints with one fullName (RFC 5280 §4.2.1.13). */
export function crlDistributionPoint(url: string): Extension {
  const point = sequence(constructed(0, constructed(0, generalName({ uri: url }))));
  return { oid: '2.5.29.31', critical: false, value: sequence(point) };
}

/** authorityInfoAccess: where the OCSP responder is (RFC 5280 §4.2.2.1). */
export function ocspResponder(url: string): Extension {
  const access = sequence(oid('1.3.6.1.5.5.7.48.1'), primitive(6, octets(url)));
  return { oid: '1.3.6.1.5.5.7.1.1', critical: false, value: sequence(access) };
}

/** TLS feature status_request: the server must staple (RFC 7633 §4). */
export function mustStaple(): Extension {
  return { oid: '1.3.6.1.5.5.7.1.24', critical: false, value: sequence(integer(5)) };
}

/** An extension that nobody knows, with an octet string of that many octets. */
export function unknownExtension(critical: boolean, size = 4): Extension {
  return { oid: '1.3.6.1.4.1.32473.1', critical, value: octetString(Buffer.alloc(size, 0x2a)) };
}
