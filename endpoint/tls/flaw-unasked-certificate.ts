/** The flaw `sends-unasked-certificate`: the Certificate message of TLS 1.2 (RFC 5246 §7.4.2) that nobody has asked for. */
import { X509Certificate } from 'node:crypto';
import { readPem } from '../trust/pem.ts';
import { handshakeType } from './records.ts';

export function unaskedCertificate(chainPem: string): Buffer {
  const entries = readPem(chainPem).certificates.map((pem) => withLength(new X509Certificate(pem).raw));
  const list = withLength(Buffer.concat(entries));
  return Buffer.concat([Buffer.from([handshakeType.certificate]), withLength(list)]);
}

/** Behind its length in three octets. */
function withLength(content: Buffer): Buffer {
  const length = Buffer.alloc(3);
  length.writeUIntBE(content.length, 0, 3);
  return Buffer.concat([length, content]);
}
