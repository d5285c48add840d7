/** ServerKeyExchange as a client reads it (RFC 5246 §7.4.3, RFC 8422 §5.4). */
import { X509Certificate } from 'node:crypto';
import type { CertificateVerify } from './certificate-messages.ts';
import type { ServerParameters } from '../client/client-exchange12.ts';
import { Malformed, Reader } from './reader.ts';
import { signatureChecks } from '../key-exchange/signature-check.ts';
import { versionNumbers } from '../registries/versions.ts';

export interface ServerExchangeMessage {
  parameters: ServerParameters;
  /** The octets of the parameters, which the signature covers behind both randoms. */
  raw: Buffer;
  /** Null where nothing is signed. */
  signed: CertificateVerify | null;
}

/** `version` is null for an anonymous exchange. Throws Malformed. */
export function parseServerExchange(
  body: Buffer,
  kind: ServerParameters['kind'],
  version: number | null,
): ServerExchangeMessage {
  const reader = new Reader(body);
  const parameters = parametersOf(reader, kind);
  const raw = body.subarray(0, body.length - reader.left);
  if (version === null) return { parameters, raw, signed: null };
  const scheme = version >= versionNumbers['TLS 1.2'] ? reader.uint(2) : null;
  return { parameters, raw, signed: { scheme, signature: reader.vector(2) } };
}

function parametersOf(reader: Reader, kind: ServerParameters['kind']): ServerParameters {
  switch (kind) {
    case 'ecdhe':
      // RFC 8422 §5.4: named_curve, the only type that is left.
      if (reader.uint(1) !== 3) throw new Malformed('a curve that is not named');
      return { kind, group: reader.uint(2), point: reader.vector(1) };
    case 'dhe':
      return { kind, prime: reader.vector(2), generator: reader.vector(2), publicKey: reader.vector(2) };
    case 'rsa':
      return { kind, modulus: reader.vector(2), exponent: reader.vector(2) };
  }
}

/** `data`: both randoms and the parameters. A leaf that can not be read proves nothing. */
export function provesExchange(version: number, leaf: Buffer, data: Buffer, signed: CertificateVerify): boolean {
  try {
    return signatureChecks(version, signed, data, new X509Certificate(leaf).publicKey);
  } catch {
    return false;
  }
}
