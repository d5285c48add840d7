/** Session keys from a master key and salt: RFC 3711 §4.3, with AES-192 and AES-256 by RFC 6188 §3 and the GCM suites by RFC 7714 §11. */
import { createCipheriv, createSecretKey, type KeyObject } from 'node:crypto';
import { masterBytes, suites, type SuiteName } from './suites.ts';

/** Key objects: handing octets to OpenSSL anew for every packet costs more than the packet. */
export interface SessionKeys {
  cipherKey: KeyObject;
  salt: Buffer;
  /** Empty for the GCM suites, which authenticate with the cipher itself. */
  authKey: KeyObject;
}

const SALT_OF_THE_PRF = 14;
const HMAC_SHA1_KEY = 20;

/** AES in counter mode over `label` (RFC 3711 §4.3.3); the key derivation rate is always 0, so the index is 0 as well. */
function prf(masterKey: Buffer, masterSalt: Buffer, label: number, bytes: number): Buffer {
  const iv = Buffer.alloc(16);
  // RFC 7714 §11: the 96-bit salt of a GCM suite is padded with zeros on the right to the PRF's 112 bits.
  masterSalt.copy(iv, 0, 0, SALT_OF_THE_PRF);
  iv[7] = (iv[7] ?? 0) ^ label;
  return createCipheriv(`aes-${masterKey.length * 8}-ctr`, masterKey, iv).update(Buffer.alloc(bytes));
}

/**
 * @param master master key followed by master salt.
 * @param prfBytes octets of the master key that derive: all, but where a flaw is acted out.
 * @throws RangeError when `master` has not the length that the suite wants.
 */
export function deriveSessionKeys(
  name: SuiteName,
  master: Buffer,
  prfBytes: number = suites[name].keyBytes,
): { rtp: SessionKeys; rtcp: SessionKeys } {
  if (master.length !== masterBytes(name))
    throw new RangeError(`${name} takes ${masterBytes(name)} octets of master key and salt, not ${master.length}`);
  const suite = suites[name];
  const key = master.subarray(0, prfBytes);
  const salt = master.subarray(suite.keyBytes);
  const derive = (firstLabel: number): SessionKeys => ({
    cipherKey: createSecretKey(prf(key, salt, firstLabel, suite.keyBytes)),
    authKey: createSecretKey(prf(key, salt, firstLabel + 1, suite.mode === 'AES-CM' ? HMAC_SHA1_KEY : 0)),
    salt: prf(key, salt, firstLabel + 2, suite.saltBytes),
  });
  return { rtp: derive(0), rtcp: derive(3) };
}
