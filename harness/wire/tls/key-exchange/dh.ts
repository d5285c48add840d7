/** One side of an ephemeral Diffie-Hellman key exchange over a finite field (RFC 5246 §7.4.3, §8.1.2). */
import { createDiffieHellman, type DiffieHellman, generatePrimeSync, getDiffieHellman } from 'node:crypto';

/** 512 is what export suites had; 1024 is the second Oakley group (RFC 2409 §6.2), 2048 is group 14 (RFC 3526 §3). */
export type ModulusBits = 512 | 1024 | 2048;

export interface FiniteField {
  prime: Buffer;
  generator: Buffer;
  publicKey: Buffer;
  /** The shared secret without leading zeros. Throws on a public key that is out of range. */
  agree(peer: Buffer): Buffer;
}

export function ephemeralDh(bits: ModulusBits): FiniteField {
  switch (bits) {
    case 512:
      return sideOf(createDiffieHellman(shortPrime(), 2));
    case 1024:
      return sideOf(getDiffieHellman('modp2'));
    case 2048:
      return sideOf(getDiffieHellman('modp14'));
  }
}

/** The other side: over the group that the peer chose. Throws where OpenSSL takes it for none. */
export const ephemeralDhOver = (prime: Buffer, generator: Buffer): FiniteField =>
  sideOf(createDiffieHellman(prime, generator));

function sideOf(dh: Pick<DiffieHellman, 'generateKeys' | 'computeSecret' | 'getPrime' | 'getGenerator'>): FiniteField {
  const publicKey = dh.generateKeys();
  return {
    prime: dh.getPrime(),
    generator: dh.getGenerator(),
    publicKey,
    agree: (peer) => {
      const secret = dh.computeSecret(peer);
      return secret.subarray(
        Math.max(
          0,
          secret.findIndex((octet) => octet !== 0),
        ),
      );
    },
  };
}

let prime512: Buffer | null = null;

/** Made once: a safe prime takes a moment. */
const shortPrime = (): Buffer => (prime512 ??= Buffer.from(generatePrimeSync(512, { safe: true })));
