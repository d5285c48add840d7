/**
 * RSA keys of many primes (RFC 8017 §3.2), for moduli whose two large primes would take minutes to find. The public key
 * looks like any other.
 */
import { generatePrimeSync } from 'node:crypto';
import { element, integer, sequence } from './der.ts';

const exponent = 65537n;

/** PKCS#1 DER of a private key with exactly `bits` bits and at most five primes, which is what OpenSSL takes. */
export function rsaOfManyPrimes(bits: number, count: 3 | 4 | 5): Buffer {
  for (;;) {
    const sizes = Array.from({ length: count }, (_, index) => Math.floor((bits + index) / count));
    const primes = sizes.map((size) => generatePrimeSync(size, { bigint: true }));
    const modulus = product(primes);
    const order = product(primes.map((prime) => prime - 1n));
    const usable = modulus.toString(2).length === bits && order % exponent !== 0n;
    if (usable && new Set(primes).size === count) return privateKey(primes, modulus, inverse(exponent, order));
  }
}

/** RSAPrivateKey, version multi (RFC 8017 §A.1.2). */
function privateKey(primes: readonly bigint[], modulus: bigint, secret: bigint): Buffer {
  const [p = 1n, q = 1n, ...others] = primes;
  const first = [modulus, exponent, secret, p, q, secret % (p - 1n), secret % (q - 1n), inverse(q, p)];
  let before = p * q;
  const further = others.map((prime) => {
    const values = [prime, secret % (prime - 1n), inverse(before % prime, prime)];
    before *= prime;
    return sequence(...values.map((value) => integer(value)));
  });
  return sequence(integer(1), ...first.map((value) => integer(value)), element(0x30, ...further));
}

const product = (factors: readonly bigint[]): bigint => factors.reduce((all, factor) => all * factor, 1n);

/** By the extended Euclidean algorithm; `value` and `modulus` have no common divisor. */
function inverse(value: bigint, modulus: bigint): bigint {
  let [rest, last] = [modulus, value % modulus];
  let [before, found] = [0n, 1n];
  while (last > 1n) {
    const times = rest / last;
    [rest, last] = [last, rest - times * last];
    [before, found] = [found, before - times * found];
  }
  return ((found % modulus) + modulus) % modulus;
}
