/** Certificate, CertificateRequest and CertificateVerify, in the shapes of TLS 1.2 and before and of TLS 1.3. */
import { extensionNumbers } from '../registries/extensions.ts';
import { parseExtensions } from './client-hello.ts';
import { Reader } from './reader.ts';

/** DER of each certificate, leaf first (RFC 5246 §7.4.2, RFC 8446 §4.4.2). Throws Malformed. */
export function parseCertificate(body: Buffer, tls13: boolean): Buffer[] {
  const reader = new Reader(body);
  if (tls13) reader.vector(1);
  const list = new Reader(reader.vector(3));
  const chain = [];
  while (list.left > 0) {
    chain.push(list.vector(3));
    if (tls13) parseExtensions(list);
  }
  return chain;
}

export interface CertificateRequest {
  /** Names that the server would like as issuers, DER. */
  authorities: Buffer[];
  signatureSchemes: number[];
}

/** RFC 5246 §7.4.4, RFC 4346 §7.4.4 (no signature schemes), RFC 8446 §4.3.2. Throws Malformed. */
export function parseCertificateRequest(body: Buffer, version: number): CertificateRequest {
  const reader = new Reader(body);
  if (version < 0x0304) {
    reader.vector(1);
    const signatureSchemes = version === 0x0303 ? reader.numbers(2, 2) : [];
    return { authorities: distinguishedNames(reader), signatureSchemes };
  }
  reader.vector(1);
  const extensions = parseExtensions(reader);
  const of = (type: number) => extensions.find((one) => one.type === type)?.data;
  const schemes = of(extensionNumbers.signature_algorithms);
  const names = of(extensionNumbers.certificate_authorities);
  return {
    signatureSchemes: schemes ? new Reader(schemes).numbers(2, 2) : [],
    authorities: names ? distinguishedNames(new Reader(names)) : [],
  };
}

export interface CertificateVerify {
  /** Null before TLS 1.2, where the key decides. */
  scheme: number | null;
  signature: Buffer;
}

/** RFC 5246 §7.4.8, RFC 8446 §4.4.3. Throws Malformed. */
export function parseCertificateVerify(body: Buffer, version: number): CertificateVerify {
  const reader = new Reader(body);
  const scheme = version >= 0x0303 ? reader.uint(2) : null;
  return { scheme, signature: reader.vector(2) };
}

function distinguishedNames(reader: Reader): Buffer[] {
  const list = new Reader(reader.vector(2));
  const names = [];
  while (list.left > 0) names.push(list.vector(2));
  return names;
}
