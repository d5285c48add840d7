/** The flaw `ignores-request-algorithms`: OpenSSL, which would send no certificate then, is told of a request for any. */
import { handshakeType } from './records.ts';

/** RFC 5246 §7.4.4: rsa_sign and ecdsa_sign; RSA-PSS and PKCS #1 v1.5 with SHA-256, ECDSA on P-256. */
const anyKey = Buffer.from([2, 1, 64, 0, 6, 0x08, 0x04, 0x04, 0x01, 0x04, 0x03]);

/** The CertificateRequest of TLS 1.2 with other types and algorithms; the names stay. */
export function forAnyAlgorithm(message: Buffer): Buffer {
  const types = 4;
  const algorithms = types + 1 + message.readUInt8(types);
  const names = algorithms + 2 + message.readUInt16BE(algorithms);
  const body = Buffer.concat([anyKey, message.subarray(names)]);
  const header = Buffer.from([handshakeType.certificateRequest, 0, 0, 0]);
  header.writeUIntBE(body.length, 1, 3);
  return Buffer.concat([header, body]);
}
