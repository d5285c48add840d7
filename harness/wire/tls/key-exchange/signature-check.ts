/** Whether a signature of TLS checks: by scheme from TLS 1.2 on, by the kind of key before. */
import { constants, type KeyObject, publicDecrypt, verify } from 'node:crypto';
import type { CertificateVerify } from '../messages/certificate-messages.ts';
import { digest } from '../protection/key-schedule12.ts';
import { schemeParts } from '../registries/signature-schemes.ts';
import { versionNumbers } from '../registries/versions.ts';

/** `data` is what is hashed and signed. Throws where the key or the signature can not be used at all. */
export function signatureChecks(version: number, signed: CertificateVerify, data: Buffer, key: KeyObject): boolean {
  if (version >= versionNumbers['TLS 1.2']) return byScheme(signed, data, key);
  // RFC 4346 §7.4.8 and §4.7: RSA signs MD5 and SHA-1 joined, everything else SHA-1.
  if (key.asymmetricKeyType === 'rsa') return signedDigest(signed.signature, key).equals(digest('md5-sha1', data));
  return verify('sha1', data, key, signed.signature);
}

/** What an RSA signature without the name of a hash is about. Throws where it is none by this key. */
export const signedDigest = (signature: Buffer, key: KeyObject): Buffer =>
  publicDecrypt({ key, padding: constants.RSA_PKCS1_PADDING }, signature);

function byScheme({ scheme, signature }: CertificateVerify, data: Buffer, key: KeyObject): boolean {
  const parts = scheme === null ? undefined : schemeParts(scheme);
  if (!parts || !parts.keys.includes(key.asymmetricKeyType ?? '')) return false;
  if (parts.padding === 'none') return verify(parts.hash, data, key, signature);
  const { RSA_PKCS1_PADDING, RSA_PKCS1_PSS_PADDING, RSA_PSS_SALTLEN_DIGEST } = constants;
  const how =
    parts.padding === 'pss'
      ? { key, padding: RSA_PKCS1_PSS_PADDING, saltLength: RSA_PSS_SALTLEN_DIGEST }
      : { key, padding: RSA_PKCS1_PADDING };
  return verify(parts.hash, data, how, signature);
}
