/** The key exchanges of SSL 3.0 to TLS 1.2 on the client's side: ClientKeyExchange and the premaster secret. */
import { constants, createPublicKey, type KeyObject, publicEncrypt, randomBytes } from 'node:crypto';
import { alertNumbers } from '../registries/alerts.ts';
import { ephemeralDhOver } from '../key-exchange/dh.ts';
import { ephemeral, groups } from '../key-exchange/ecdh.ts';
import { FatalAlert } from '../fatal-alert.ts';
import { groupName } from '../registries/groups.ts';
import { versionNumbers } from '../registries/versions.ts';
import { uint, vector } from '../messages/writer.ts';

/** What ServerKeyExchange brought. */
export type ServerParameters =
  | { kind: 'ecdhe'; group: number; point: Buffer }
  | { kind: 'dhe'; prime: Buffer; generator: Buffer; publicKey: Buffer }
  /** The short key of an export suite (RFC 2246 §7.4.3). */
  | { kind: 'rsa'; modulus: Buffer; exponent: Buffer };

export interface Exchanging {
  version: number;
  /** The version of the ClientHello, which the premaster secret repeats (RFC 5246 §7.4.7.1). */
  offered: number;
  /** Of the server's certificate. */
  leafKey: KeyObject | null;
}

/** Null parameters: RSA with the key of the certificate. Throws FatalAlert. */
export function answerExchange(
  exchanging: Exchanging,
  parameters: ServerParameters | null,
): { body: Buffer; secret: Buffer } {
  switch (parameters?.kind) {
    case 'ecdhe':
      return overCurve(parameters.group, parameters.point);
    case 'dhe': {
      const side = agreed(() => ephemeralDhOver(parameters.prime, parameters.generator));
      return { body: vector(2, side.publicKey), secret: agreed(() => side.agree(parameters.publicKey)) };
    }
    case 'rsa': {
      const [n, e] = [parameters.modulus, parameters.exponent].map((number) => number.toString('base64url'));
      return byRsa(
        exchanging,
        agreed(() => createPublicKey({ key: { kty: 'RSA', n, e }, format: 'jwk' })),
      );
    }
    case undefined:
      return byRsa(exchanging, exchanging.leafKey);
  }
}

function overCurve(number: number, point: Buffer): { body: Buffer; secret: Buffer } {
  const group = groups.find((each) => each === number);
  if (group === undefined) throw new FatalAlert(alertNumbers.illegal_parameter, `group ${groupName(number)}`);
  const side = ephemeral(group);
  return { body: vector(1, side.publicKey), secret: agreed(() => side.agree(point)) };
}

function byRsa({ version, offered }: Exchanging, key: KeyObject | null): { body: Buffer; secret: Buffer } {
  if (!key) throw new FatalAlert(alertNumbers.unexpected_message, 'no certificate to encrypt to');
  const secret = Buffer.concat([uint(offered, 2), randomBytes(46)]);
  const sealed = agreed(() => publicEncrypt({ key, padding: constants.RSA_PKCS1_PADDING }, secret));
  // RFC 6101 §5.6.7.1 has no length before it.
  return { body: version === versionNumbers['SSL 3.0'] ? sealed : vector(2, sealed), secret };
}

function agreed<T>(make: () => T): T {
  try {
    return make();
  } catch (error) {
    throw new FatalAlert(alertNumbers.illegal_parameter, `the key of the server: ${String(error)}`);
  }
}
