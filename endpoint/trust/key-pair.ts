/** A certificate with its issuers and its private key, out of one PEM file. */
import { X509Certificate, createPrivateKey, type KeyObject } from 'node:crypto';
import { maxFileBytes } from './certificate-file.ts';
import { readPem } from './pem.ts';

const accepted = `Accepted is PEM of a certificate, its issuers and its private key, at most ${maxFileBytes} bytes.`;

export interface KeyPair {
  leafPem: string;
  /** The device's certificate first, then its issuers. */
  chainPem: string;
  keyPem: string;
  /** Whether the key is that of the certificate. */
  keyBelongs: boolean;
}

const refusal = (what: string): Error => new Error(`${what} ${accepted}`);

function readKey(pem: string): KeyObject {
  if (/ENCRYPTED/.test(pem))
    throw refusal('The private key is protected by a password: take that away first (openssl pkey -in FILE).');
  try {
    return createPrivateKey(pem);
  } catch {
    throw refusal('The private key cannot be read: it is damaged or of an unknown type.');
  }
}

/** Throws Error with a sentence for the user; a key that belongs to another certificate is left to the caller. */
export function readPair(text: string): KeyPair {
  if (text.length === 0) throw refusal('The file is empty.');
  if (text.length > maxFileBytes) throw refusal('The file is too large.');
  const { certificates, keys } = readPem(text);
  const [keyPem, ...otherKeys] = keys;
  if (certificates.length === 0) throw refusal('The file holds no certificate.');
  if (keyPem === undefined) throw refusal('The file holds no private key.');
  if (otherKeys.length > 0) throw refusal('The file holds more than one private key: leave the one that belongs.');
  const key = readKey(keyPem);
  const parsed = certificates.map((pem) => {
    try {
      return new X509Certificate(pem);
    } catch {
      throw refusal('A certificate in the file cannot be read: it is damaged.');
    }
  });
  const own = parsed.find((certificate) => certificate.checkPrivateKey(key));
  const leaf = own ?? parsed[0]!;
  const chainPem = inOrder(leaf, parsed).map(String).join('');
  return { leafPem: String(leaf), chainPem, keyPem, keyBelongs: own !== undefined };
}

/** RFC 5246 §7.4.2: each certificate certifies the one before it. A root at the end is left out. */
function inOrder(own: X509Certificate, all: X509Certificate[]): X509Certificate[] {
  const chain = [own];
  for (;;) {
    const tip = chain.at(-1)!;
    const issuer = all.find((candidate) => !chain.includes(candidate) && tip.checkIssued(candidate));
    if (!issuer || issuer.checkIssued(issuer)) return chain;
    chain.push(issuer);
  }
}
