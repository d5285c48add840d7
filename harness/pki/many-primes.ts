/**
 * RSA keys of many primes (RFC 8017 §3.2), for moduli whose two large primes would take minutes to find. The public key
 * looks like any other.
 */
import { generatePrimeSync } from 'node:crypto';
import { integer, sequence } from './der.ts';

const exponent = 65537n;
/** As in RSA 2048. */
const primeBits = 1024;

/**
 * PKCS#1 DER of a private key with exactly `bits` bits, a multiple of 2048. It says p and q as always: each is a product of
 * half the primes, which serves the Chinese remainder theorem as well and OpenSSL does not look into.
 */
export function rsaOfManyPrimes(bits: number): Buffer {
  for (;;) {
    const primes = primesOf(bits);
    const p = factor(primes.slice(0, primes.length / 2));
    const q = factor(primes.slice(primes.length / 2));
    const order = p.order * q.order;
    if (order % exponent === 0n || new Set(primes).size !== primes.length) continue;
    const secret = inverse(exponent, order);
    const remainders = [secret % p.order, secret % q.order, inverse(q.value % p.value, p.value)];
    const numbers = [0n, p.value * q.value, exponent, secret, p.value, q.value, ...remainders];
    // RSAPrivateKey, version two-prime (RFC 8017 §A.1.2).
    return sequence(...numbers.map((value) => integer(value)));
  }
}

/** Primes whose product has exactly that many bits. */
function primesOf(bits: number): bigint[] {
  const primes = Array.from({ length: bits / primeBits - 1 }, () => generatePrimeSync(primeBits, { bigint: true }));
  const others = product(primes);
  // A product has as many bits as its factors together or, since each is below its power of two, fewer.
  const lacking = bits - length(others);
  for (let longer = 0; ; longer = 1 - longer) {
    const last = generatePrimeSync(lacking + longer, { bigint: true });
    if (length(others * last) === bits) return [...primes, last];
  }
}

const length = (value: bigint): number => value.toString(2).length;

/** The product of primes and how many numbers below it have no divisor in common with it. */
function factor(primes: readonly bigint[]): { value: bigint; order: bigint } {
  return { value: product(primes), order: product(primes.map((prime) => prime - 1n)) };
}

const product = (factors: readonly bigint[]): bigint => factors.reduce((all, each) => all * each, 1n);

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
