/** CertificateVerify of a client: the counterpart of client-proof (RFC 5246 §7.4.8, RFC 2246 §7.4.8, RFC 6101 §5.6.8). */
import { constants, type KeyObject, privateEncrypt } from 'node:crypto';
import { alertNumbers } from '../registries/alerts.ts';
import { ssl3Digest } from './client-proof.ts';
import { FatalAlert } from '../fatal-alert.ts';
import { schemesOf, signExchange } from './server-signature.ts';
import { versionNumbers } from '../registries/versions.ts';
import { uint, vector } from '../messages/writer.ts';

export interface Possession12 {
  version: number;
  /** What the server takes; TLS 1.2 only. */
  schemes: readonly number[];
  /** Every handshake message before this one, with headers. */
  transcript: Buffer;
  /** SSL 3.0 mixes it into the signature. */
  master: Buffer;
}

/** The body of the message. Throws FatalAlert where the server takes no scheme of this key. */
export function signPossession({ version, schemes, transcript, master }: Possession12, key: KeyObject): Buffer {
  if (version === versionNumbers['SSL 3.0']) {
    const padding = constants.RSA_PKCS1_PADDING;
    return vector(2, privateEncrypt({ key, padding }, ssl3Digest(master, transcript)));
  }
  if (version < versionNumbers['TLS 1.2']) return vector(2, signExchange(version, 0, transcript, key));
  const scheme = schemesOf(key).find((each) => schemes.includes(each));
  if (scheme === undefined) throw new FatalAlert(alertNumbers.handshake_failure, 'no scheme for the key of the client');
  return Buffer.concat([uint(scheme, 2), vector(2, signExchange(version, scheme, transcript, key))]);
}
