/** One step of a certification path: a certificate, its issuer, and what both say that matters to revocation. */
import type { Certificate } from '../certificate.ts';
import { oidText, readNode, readNodes, type DerNode } from '../der.ts';
import type { Extension } from '../extensions.ts';
import { readExtensions } from './extensions.ts';

/** Addresses of one certificate that are asked: a hostile one must not send the device around. */
const MAX_ADDRESSES = 4;

const oids = {
  crlDistributionPoints: '2.5.29.31',
  authorityInformationAccess: '1.3.6.1.5.5.7.1.1',
  tlsFeature: '1.3.6.1.5.5.7.1.24',
  ocsp: '1.3.6.1.5.5.7.48.1',
} as const;
/** The extension number of status_request (RFC 6066 §8). */
const statusRequest = 5;
const uri = 0x86;

export interface RevocationFields {
  /** Content of the INTEGER. */
  serial: Buffer;
  /** `http:` addresses alone: over TLS or LDAP the question would need an answer to itself first. */
  crlAddresses: URL[];
  ocspAddresses: URL[];
  /** Must-staple: the TLS feature extension lists status_request (RFC 7633). */
  demandsStaple: boolean;
}

export interface Link {
  certificate: Certificate;
  issuer: Certificate;
  fields: RevocationFields;
}

function httpAddresses(texts: string[]): URL[] {
  const urls = texts.filter((text) => URL.canParse(text)).map((text) => new URL(text));
  return urls.filter(({ protocol }) => protocol === 'http:').slice(0, MAX_ADDRESSES);
}

/** The URIs of GeneralNames. */
export const urisOf = (names: Buffer): string[] =>
  readNodes(names)
    .filter(({ tag }) => tag === uri)
    .map(({ content }) => content.toString('latin1'));

/** RFC 5280 §4.2.1.13. Points for some reasons alone, or to a CRL of another issuer, are left out: see crl.ts. */
function distributionPoints(extension: Extension | undefined): string[] {
  if (!extension) return [];
  return readNodes(readNode(extension.value).content).flatMap((point) => {
    const parts = readNodes(point.content);
    const name = parts.find(({ tag }) => tag === 0xa0);
    if (!name || parts.some(({ tag }) => tag === 0x81 || tag === 0xa2)) return [];
    const choice = readNode(name.content);
    return choice.tag === 0xa0 ? urisOf(choice.content) : [];
  });
}

/** RFC 5280 §4.2.2.1. */
function responders(extension: Extension | undefined): string[] {
  if (!extension) return [];
  return readNodes(readNode(extension.value).content).flatMap((description) => {
    const [method, location] = readNodes(description.content);
    const isOcsp = method !== undefined && oidText(method.content) === oids.ocsp;
    return isOcsp && location ? urisOf(location.whole) : [];
  });
}

function need(node: DerNode | undefined): DerNode {
  if (node === undefined) throw new Error('DER: a field is missing');
  return node;
}

/** The subjectPublicKey without its count of unused bits, which is what key hashes cover (RFC 6960 §4.1.1). */
export const keyOf = ({ publicKey }: Certificate): Buffer =>
  need(readNodes(readNode(publicKey).content)[1]).content.subarray(1);

/** Throws Error when the DER cannot be read. */
function readFields({ der }: Certificate): RevocationFields {
  const all = readNodes(need(readNodes(readNode(der).content)[0]).content);
  const [serial, ...rest] = all[0]?.tag === 0xa0 ? all.slice(1) : all;
  const wrapped = rest.find(({ tag }) => tag === 0xa3);
  const extensions = readExtensions(wrapped && readNode(wrapped.content));
  const features = extensions.get(oids.tlsFeature);
  return {
    serial: need(serial).content,
    crlAddresses: httpAddresses(distributionPoints(extensions.get(oids.crlDistributionPoints))),
    ocspAddresses: httpAddresses(responders(extensions.get(oids.authorityInformationAccess))),
    demandsStaple:
      features !== undefined &&
      readNodes(readNode(features.value).content).some(({ content }) => content.equals(Buffer.from([statusRequest]))),
  };
}

/** Leaf first. The anchor is trusted because it is there: nobody is asked about it (RFC 5280 §6.1). */
export function linksOf(path: readonly Certificate[]): Link[] {
  return path.slice(0, -1).map((certificate, index) => ({
    certificate,
    issuer: path[index + 1]!,
    fields: readFields(certificate),
  }));
}

/** For people: `the certificate CN=sip.example.com with the serial number 1A2B`. */
export const nameOf = ({ certificate, fields }: Link): string =>
  `the certificate ${certificate.title} with the serial number ${fields.serial.toString('hex').toUpperCase()}`;
