/** The flaw `wrong-certificate-verify`: the device signs with another key than that of its certificate. */
import { constants, generateKeyPairSync, sign, type KeyObject } from 'node:crypto';

/** SignatureScheme (RFC 8446 §4.2.3) to how node signs it. */
const schemes = new Map<number, { hash: string | null; make: () => KeyObject; pss?: true }>([
  [0x0401, { hash: 'sha256', make: rsa }],
  [0x0501, { hash: 'sha384', make: rsa }],
  [0x0601, { hash: 'sha512', make: rsa }],
  [0x0804, { hash: 'sha256', make: rsa, pss: true }],
  [0x0805, { hash: 'sha384', make: rsa, pss: true }],
  [0x0806, { hash: 'sha512', make: rsa, pss: true }],
  [0x0403, { hash: 'sha256', make: () => ec('prime256v1') }],
  [0x0503, { hash: 'sha384', make: () => ec('secp384r1') }],
  [0x0603, { hash: 'sha512', make: () => ec('secp521r1') }],
  [0x0807, { hash: null, make: () => generateKeyPairSync('ed25519').privateKey }],
]);
let rsaKey: KeyObject | undefined;

function rsa(): KeyObject {
  return (rsaKey ??= generateKeyPairSync('rsa', { modulusLength: 2048 }).privateKey);
}

function ec(namedCurve: string): KeyObject {
  return generateKeyPairSync('ec', { namedCurve }).privateKey;
}

/** The CertificateVerify message of TLS 1.2 (RFC 5246 §7.4.8) with a signature by a key made for it. */
export function signedByAnotherKey(message: Buffer, transcript: Buffer): Buffer {
  const scheme = schemes.get(message.readUInt16BE(4));
  if (!scheme) return message;
  const padding = scheme.pss
    ? { padding: constants.RSA_PKCS1_PSS_PADDING, saltLength: constants.RSA_PSS_SALTLEN_DIGEST }
    : {};
  const signature = sign(scheme.hash, transcript, { key: scheme.make(), ...padding });
  const changed = Buffer.concat([message.subarray(0, 8), signature]);
  changed.writeUIntBE(4 + signature.length, 1, 3);
  changed.writeUInt16BE(signature.length, 6);
  return changed;
}
