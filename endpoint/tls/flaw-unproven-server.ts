/** The flaw `accepts-unproven-server`: whether a server of TLS 1.2 has proven what the flaw goes on without. */
import { constants, verify, X509Certificate } from 'node:crypto';

/** What the server's signature is about (RFC 5246 §7.4.3): both random values and the parameters before the signature. */
export interface Proof {
  /** DER, as sent; may be empty, or hold what is no certificate. */
  chain: readonly Buffer[];
  /** Whole handshake messages. */
  clientHello: Buffer;
  serverHello: Buffer;
  /** Body of ServerKeyExchange; null where none came. */
  serverKeyExchange: Buffer | null;
}

const hashes = new Map([
  [2, 'sha1'],
  [4, 'sha256'],
  [5, 'sha384'],
  [6, 'sha512'],
]);

/** RFC 5246 §7.4.1.2, §7.4.1.3: 32 octets behind the message's header and its version. */
const randomOf = (hello: Buffer): Buffer => hello.subarray(6, 38);

export function isProven({ chain, clientHello, serverHello, serverKeyExchange }: Proof): boolean {
  const [leaf] = chain;
  if (!leaf) return false;
  // RFC 8422 §5.4: curve type, curve, public key; RSA key transport has no such message and proves by its Finished.
  if (serverKeyExchange?.[0] !== 3) return true;
  try {
    const length = 4 + serverKeyExchange.readUInt8(3);
    const scheme = serverKeyExchange.readUInt16BE(length);
    const signature = serverKeyExchange.subarray(length + 4);
    const signed = Buffer.concat([randomOf(clientHello), randomOf(serverHello), serverKeyExchange.subarray(0, length)]);
    // 0x08 is the family of RSASSA-PSS (RFC 8446 §4.2.3), whose hash the second octet names.
    const isPss = scheme >> 8 === 8 && (scheme & 0xff) <= 6;
    const padding = { padding: constants.RSA_PKCS1_PSS_PADDING, saltLength: constants.RSA_PSS_SALTLEN_DIGEST };
    const key = new X509Certificate(leaf).publicKey;
    return verify(hashes.get(isPss ? scheme & 0xff : scheme >> 8), signed, { key, ...(isPss && padding) }, signature);
  } catch {
    return false;
  }
}
