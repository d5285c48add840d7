/** Looks for private keys in what a device hands out, in the forms in which they are usually written. */
import { createPrivateKey, type KeyObject } from 'node:crypto';

/** Base64 may begin at any octet of three; this much of what is certain in the middle tells a key. */
const tellingOctets = 48;
const longestDer = 16 * 1024;

/**
 * What was found, in words, each once: any private key as PEM or as DER, also coded in Base64; and the secret numbers of
 * the keys given, as octets, hexadecimal or Base64.
 */
export function privateKeysIn(content: Buffer, known: readonly { name: string; pem: string }[]): string[] {
  const found = new Set<string>();
  const text = content.toString('latin1');
  for (const [, label = ''] of text.matchAll(/-----BEGIN ([A-Z0-9 ]*PRIVATE KEY)-----/g)) found.add(`PEM ${label}`);
  const coded = [...text.matchAll(/[A-Za-z0-9+/]{64,}={0,2}/g)].map(([match]) => Buffer.from(match, 'base64'));
  if ([content, ...coded].some(holdsDerKey)) found.add('DER of a private key');
  const numbers = known.flatMap(({ name, pem }) =>
    secretNumbers(createPrivateKey(pem)).map((octets) => ({ name: `secret number of ${name}`, octets })),
  );
  for (const name of secretsIn(content, numbers)) found.add(name);
  return [...found];
}

export interface Secret {
  name: string;
  octets: Buffer;
}

/** The names of those secrets that stand in it, each once: as octets, hexadecimal or Base64. */
export function secretsIn(content: Buffer, secrets: readonly Secret[]): string[] {
  const found = secrets.filter(({ octets }) => formsOf(octets).some((form) => content.includes(form)));
  return [...new Set(found.map(({ name }) => name))];
}

/** d and the primes of RSA, d of a curve. */
function secretNumbers(key: KeyObject): Buffer[] {
  const { d, p, q } = key.export({ format: 'jwk' });
  return [d, p, q].flatMap((number) => (typeof number === 'string' ? [Buffer.from(number, 'base64url')] : []));
}

function formsOf(secret: Buffer): Buffer[] {
  const part = secret.subarray(0, tellingOctets);
  const hexadecimal = part.toString('hex');
  const base64 = [0, 1, 2].map((shift) => {
    const aligned = part.subarray(shift, shift + 3 * Math.floor((part.length - shift) / 3));
    return aligned.toString('base64');
  });
  return [part, ...[hexadecimal, hexadecimal.toUpperCase(), ...base64].map((form) => Buffer.from(form))];
}

/** Wherever a SEQUENCE begins (PKCS#1, SEC 1, PKCS#8), node:crypto is asked whether it is one. */
function holdsDerKey(bytes: Buffer): boolean {
  for (let at = bytes.indexOf(0x30); at >= 0 && at + 4 < bytes.length; at = bytes.indexOf(0x30, at + 1)) {
    // RFC 8017 §A.1.2, RFC 5915 §3, RFC 5208 §5: the version, 0 or 1, comes first.
    const header = bytes[at + 1] === 0x82 ? 4 : bytes[at + 1] === 0x81 ? 3 : 2;
    const isVersion = bytes[at + header] === 0x02 && bytes[at + header + 1] === 0x01 && bytes[at + header + 2]! <= 1;
    if (isVersion && isKey(bytes.subarray(at, at + longestDer))) return true;
  }
  return false;
}

function isKey(der: Buffer): boolean {
  return (['pkcs8', 'pkcs1', 'sec1'] as const).some((type) => {
    try {
      createPrivateKey({ key: der, format: 'der', type });
      return true;
    } catch {
      return false;
    }
  });
}
