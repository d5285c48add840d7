/** The few fields of handshake messages that decide what the device does next. */
import { createHash } from 'node:crypto';
import type { CertificateRequest } from '../trust/certificate-request.ts';

export const version = { tls10: 0x0301, tls11: 0x0302, tls12: 0x0303, tls13: 0x0304 } as const;

export const versionName = (number: number): string =>
  ({ 0x0300: 'SSLv3', 0x0301: 'TLS 1.0', 0x0302: 'TLS 1.1', 0x0303: 'TLS 1.2', 0x0304: 'TLS 1.3' })[number] ??
  `version 0x${number.toString(16)}`;

export interface ServerHello {
  version: number;
  suite: number;
  /** RFC 8446 §4.1.3: a HelloRetryRequest has the shape of a ServerHello. */
  isRetry: boolean;
}

export const retryRandom = createHash('sha256').update('HelloRetryRequest').digest();
const supportedVersions = 43;

/** Throws RangeError when the message is cut short. */
export function readServerHello(body: Buffer): ServerHello {
  const afterSession = 35 + body.readUInt8(34);
  const suite = body.readUInt16BE(afterSession);
  let selected = body.readUInt16BE(0);
  for (let at = afterSession + 5; at + 4 <= body.length; at += 4 + body.readUInt16BE(at + 2)) {
    if (body.readUInt16BE(at) === supportedVersions) selected = body.readUInt16BE(at + 4);
  }
  return { version: selected, suite, isRetry: body.subarray(2, 34).equals(retryRandom) };
}

/** DER of each certificate of a Certificate message (RFC 5246 §7.4.2, RFC 8446 §4.4.2). Throws RangeError when cut short. */
export function readCertificates(body: Buffer, isTls13: boolean): Buffer[] {
  const certificates: Buffer[] = [];
  let at = isTls13 ? 1 + body.readUInt8(0) : 0;
  const end = at + 3 + body.readUIntBE(at, 3);
  if (end > body.length) throw new RangeError('the certificate list is cut short');
  for (at += 3; at < end;) {
    const length = body.readUIntBE(at, 3);
    if (at + 3 + length > end) throw new RangeError('a certificate is cut short');
    certificates.push(body.subarray(at + 3, at + 3 + length));
    at += 3 + length;
    if (isTls13) at += 2 + body.readUInt16BE(at);
  }
  return certificates;
}

const [signatureAlgorithms, certificateAuthorities] = [13, 47];
/** What TLS 1.0 and 1.1 sign with, as the pairs of TLS 1.2: SHA-1 by RSA or ECDSA. */
const beforeTls12 = [0x0201, 0x0203];

/** A CertificateRequest (RFC 5246 §7.4.4, RFC 4346 §7.4.4, RFC 8446 §4.3.2). Throws RangeError when cut short. */
export function readCertificateRequest(body: Buffer, number: number): CertificateRequest {
  const isTls13 = number === version.tls13;
  const afterFirst = 1 + body.readUInt8(0);
  if (!isTls13) {
    const hasAlgorithms = number === version.tls12;
    const namesAt = hasAlgorithms ? afterFirst + 2 + body.readUInt16BE(afterFirst) : afterFirst;
    const schemes = hasAlgorithms ? numbersIn(vector(body, afterFirst)) : beforeTls12;
    return { isTls13, schemes, authorities: vectorsIn(vector(body, namesAt)) };
  }
  const extensions = vector(body, afterFirst);
  const request: CertificateRequest = { isTls13, schemes: [], authorities: [] };
  for (let at = 0; at < extensions.length; at += 4 + extensions.readUInt16BE(at + 2)) {
    const [type, data] = [extensions.readUInt16BE(at), vector(extensions, at + 2)];
    if (type === signatureAlgorithms) request.schemes = numbersIn(vector(data, 0));
    if (type === certificateAuthorities) request.authorities = vectorsIn(vector(data, 0));
  }
  return request;
}

/** What stands behind a length of two octets. */
function vector(body: Buffer, at: number): Buffer {
  const end = at + 2 + body.readUInt16BE(at);
  if (end > body.length) throw new RangeError('a list is cut short');
  return body.subarray(at + 2, end);
}

const numbersIn = (list: Buffer): number[] =>
  Array.from({ length: list.length >> 1 }, (_, index) => list.readUInt16BE(2 * index));

function vectorsIn(list: Buffer): Buffer[] {
  const entries: Buffer[] = [];
  for (let at = 0; at < list.length; at += 2 + entries.at(-1)!.length) entries.push(vector(list, at));
  return entries;
}
