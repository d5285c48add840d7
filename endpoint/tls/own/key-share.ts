/** Ephemeral keys on elliptic curves (RFC 8422 §5.4; RFC 8446 §4.2.8.2). */
import { createECDH, createPublicKey, diffieHellman, generateKeyPairSync } from 'node:crypto';

export interface KeyShare {
  group: number;
  /** As it goes over the wire. */
  publicKey: Buffer;
  /** Throws Error for a key that is none of the group, and where the secret is zero. */
  secret(peer: Buffer): Buffer;
}

export const x25519 = 29;
/** secp192r1 is never offered; whoever accepts any curve has it. */
const curves = new Map([
  [19, 'prime192v1'],
  [23, 'prime256v1'],
  [24, 'secp384r1'],
  [25, 'secp521r1'],
]);

/** SubjectPublicKeyInfo (RFC 8410 §4) before the 32 octets of the key. */
const x25519Prefix = Buffer.from('302a300506032b656e032100', 'hex');

/** Null: a group that the device does not have. */
export function makeKeyShare(group: number): KeyShare | null {
  const curve = curves.get(group);
  if (curve) {
    const pair = createECDH(curve);
    return { group, publicKey: pair.generateKeys(), secret: (peer) => pair.computeSecret(peer) };
  }
  if (group !== x25519) return null;
  const { publicKey, privateKey } = generateKeyPairSync('x25519');
  return {
    group,
    publicKey: publicKey.export({ type: 'spki', format: 'der' }).subarray(-32),
    secret: (peer) => {
      const key = createPublicKey({ key: Buffer.concat([x25519Prefix, peer]), format: 'der', type: 'spki' });
      return diffieHellman({ privateKey, publicKey: key });
    },
  };
}
