/** A chain and a key from a person's files, as a server is given them. */
import { createPrivateKey, X509Certificate } from 'node:crypto';
import { ConfigurationError } from '../errors.ts';
import { fingerprint, pemOf } from './pem.ts';
import type { ServedCertificate } from './served.ts';

const blocks = /-----BEGIN CERTIFICATE-----[^-]+-----END CERTIFICATE-----/g;

/** PEM, leaf first. Throws ConfigurationError for what is no chain, no key, or not the key of the leaf. */
export function givenCertificate(chainPem: string, keyPem: string): ServedCertificate {
  const chain = reading('certificate', () => (chainPem.match(blocks) ?? []).map((pem) => new X509Certificate(pem)));
  const key = reading('key', () => createPrivateKey(keyPem));
  const [leaf] = chain;
  if (!leaf) throw new ConfigurationError('CERTIFICATE', 'the file has no certificate in PEM');
  if (!leaf.checkPrivateKey(key)) {
    throw new ConfigurationError('CERTIFICATE', 'the key is not that of the first certificate of the file');
  }
  const ders = chain.map(({ raw }) => raw);
  return {
    fault: 'good',
    chain: ders,
    chainPem: pemOf(...ders),
    keyPem,
    leafSha256: fingerprint(leaf.raw),
    anchorPem: null,
    pinPem: null,
    staple: null,
    published: {},
    publishedOnceRevoked: {},
    loadable: true,
    weak: false,
  };
}

function reading<T>(what: string, read: () => T): T {
  try {
    return read();
  } catch (cause) {
    throw new ConfigurationError('CERTIFICATE', `the ${what} cannot be read: ${(cause as Error).message}`, { cause });
  }
}
