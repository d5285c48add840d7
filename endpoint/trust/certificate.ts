/** A certificate as the device's checks need it, read from its DER (RFC 5280 §4.1). */
import { X509Certificate } from 'node:crypto';
import { readCertificateTime, type CertificateTime } from './certificate-time.ts';
import { readNode, readNodes, tags, type DerNode } from './der.ts';
import { isSameName, readDistinguishedName, type DistinguishedName } from './distinguished-name.ts';
import { extensionIds, readExtensionList, readFacts, type Defect, type ExtensionFacts } from './extensions.ts';
import { sortNames, type AlternativeNames } from './general-names.ts';
import { readKeyFacts, type KeyFacts } from './public-key.ts';
import { isVerified, readSignatureAlgorithm, type SignatureAlgorithm } from './signature.ts';

export interface Certificate extends ExtensionFacts {
  x509: X509Certificate;
  der: Buffer;
  /** One line, for people: `CN=sip.example.com, O=Example`. */
  title: string;
  subject: DistinguishedName;
  issuer: DistinguishedName;
  notBefore: CertificateTime;
  notAfter: CertificateTime;
  key: KeyFacts;
  /** DER of the SubjectPublicKeyInfo. */
  publicKey: Buffer;
  /** Null where there is no subjectAltName extension. */
  names: AlternativeNames | null;
  commonNames: string[];
  signature: { algorithm: SignatureAlgorithm; signed: Buffer; value: Buffer };
  /** Whether the algorithm is named alike inside and outside of what is signed (RFC 5280 §4.1.1.2). */
  algorithmsAgree: boolean;
  /** Critical extensions that are not understood here. */
  unknownCritical: string[];
  /** Object identifiers of all extensions. */
  extensions: string[];
  defects: Defect[];
}

const commonName = '2.5.4.3';
const version3 = 2;

const understood: readonly string[] = [
  extensionIds.keyUsage,
  extensionIds.subjectAltName,
  extensionIds.basicConstraints,
  extensionIds.nameConstraints,
  extensionIds.certificatePolicies,
  extensionIds.policyConstraints,
  extensionIds.extendedKeyUsage,
];

function need(node: DerNode | undefined, tag?: number): DerNode {
  if (node === undefined || (tag !== undefined && node.tag !== tag)) throw new Error('DER: a field is missing');
  return node;
}

function versionOf(field: DerNode | null): number {
  const content = field ? readNode(field.content).content : Buffer.of(0);
  return content.length === 1 ? content[0]! : 0xff;
}

/** What RFC 5280 asks of the fields by themselves. */
function formDefects(version: number, serial: Buffer, times: CertificateTime[], hasExtensions: boolean): string[] {
  const found: string[] = [];
  if (version > version3) found.push('its version is unknown (RFC 5280 §4.1.2.1)');
  if (hasExtensions && version !== version3) found.push('it has extensions and is not of version 3 (§4.1.2.9)');
  const isPositive = serial.length > 0 && (serial[0]! & 0x80) === 0 && serial.some((byte) => byte !== 0);
  if (!isPositive) found.push('its serial number is not positive (RFC 5280 §4.1.2.2)');
  if (serial.length > 20) found.push('its serial number is longer than 20 octets (RFC 5280 §4.1.2.2)');
  if (times.some(({ isProper }) => !isProper)) found.push('a date is not written in Zulu to the second (§4.1.2.5)');
  return found;
}

function duplicates(oids: string[]): Defect[] {
  const seen = new Set<string>();
  const twice = oids.filter((oid) => seen.size === seen.add(oid).size);
  return [...new Set(twice)].map((oid) => ({
    in: 'duplicate',
    text: `it has the extension ${oid} twice (RFC 5280 §4.2)`,
  }));
}

/** Throws Error when `der` is no certificate. What is readable and wrong is told in `defects`. */
export function readCertificate(der: Buffer): Certificate {
  const x509 = new X509Certificate(der);
  const outer = readNode(der);
  // node looks for PEM first, even inside of DER: what it found must be what is read here.
  if (!x509.raw.equals(outer.whole)) throw new Error('DER: no certificate');
  const [signed, outerAlgorithm, signatureBits] = readNodes(outer.content);
  const fields = readNodes(need(signed, tags.sequence).content);
  const version = fields[0]?.tag === 0xa0 ? fields.shift()! : null;
  const [serial, algorithm, issuer, validity, subject, publicKey] = fields;
  const [begin, end] = readNodes(need(validity).content);
  const notBefore = readCertificateTime(need(begin));
  const notAfter = readCertificateTime(need(end));
  const list = fields.slice(6).find(({ tag }) => tag === 0xa3);
  const extensions = list ? readExtensionList(readNode(list.content)) : [];
  const oids = extensions.map(({ oid }) => oid);
  const texts = formDefects(versionOf(version), need(serial).content, [notBefore, notAfter], list !== undefined);
  if (outer.whole.length < der.length) texts.push('something follows its end (X.690 §8.1)');
  const defects = [...texts.map((text): Defect => ({ in: 'form', text })), ...duplicates(oids)];
  const facts = readFacts(extensions, defects);
  const subjectName = readDistinguishedName(need(subject));
  return {
    ...facts,
    x509,
    der,
    title: x509.subject ? x509.subject.split('\n').join(', ') : '(without a subject)',
    subject: subjectName,
    issuer: readDistinguishedName(need(issuer)),
    notBefore,
    notAfter,
    key: readKeyFacts(need(publicKey)),
    publicKey: need(publicKey).whole,
    names: facts.generalNames && sortNames(facts.generalNames),
    commonNames: subjectName.attributes.filter(({ type }) => type === commonName).map(({ text }) => text),
    signature: {
      algorithm: readSignatureAlgorithm(need(outerAlgorithm)),
      signed: need(signed).whole,
      value: need(signatureBits, tags.bitString).content.subarray(1),
    },
    algorithmsAgree: need(algorithm).whole.equals(need(outerAlgorithm).whole),
    unknownCritical: extensions
      .filter(({ oid, extension }) => extension.critical && !understood.includes(oid))
      .map(({ oid }) => oid),
    extensions: oids,
    defects,
  };
}

/** Whether the signature on `certificate` was made with the key of `issuer`. */
export const isSignedBy = ({ signature }: Certificate, issuer: Certificate): boolean =>
  isVerified(signature.algorithm, {
    signed: signature.signed,
    signature: signature.value,
    publicKey: issuer.publicKey,
  });

/** RFC 5280 §6.1: issued in its own name, by whatever key. */
export const isSelfIssued = ({ subject, issuer }: Certificate): boolean => isSameName(subject, issuer);

export const isSelfSigned = (certificate: Certificate): boolean =>
  isSelfIssued(certificate) && isSignedBy(certificate, certificate);
