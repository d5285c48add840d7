/** One side of an ephemeral ECDH key exchange (RFC 8422 §5.11, RFC 7748 §6.1). */
import { createECDH, createPublicKey, diffieHellman, generateKeyPairSync } from 'node:crypto';

/** x25519, secp256r1 and secp384r1, by their numbers in supported_groups. */
export const groups = [29, 23, 24] as const;

export type Group = (typeof groups)[number];

export interface Ephemeral {
  publicKey: Buffer;
  /** The shared secret. Throws on a public key that is no point of the group. */
  agree(peer: Buffer): Buffer;
}

const curves = { 23: 'prime256v1', 24: 'secp384r1' } as const;

export const ephemeral = (group: Group): Ephemeral => (group === 29 ? x25519() : weierstrass(curves[group]));

function weierstrass(curve: string): Ephemeral {
  const ecdh = createECDH(curve);
  return { publicKey: ecdh.generateKeys(), agree: (peer) => ecdh.computeSecret(peer) };
}

function x25519(): Ephemeral {
  const { publicKey, privateKey } = generateKeyPairSync('x25519');
  const { x } = publicKey.export({ format: 'jwk' });
  return {
    publicKey: Buffer.from(x ?? '', 'base64url'),
    agree: (peer) => {
      const key = { kty: 'OKP', crv: 'X25519', x: peer.toString('base64url') };
      return diffieHellman({ privateKey, publicKey: createPublicKey({ key, format: 'jwk' }) });
    },
  };
}
