/** The flaw `accepts-unoffered-suite`: what a client that does not look would send next. */
import { createECDH, randomBytes } from 'node:crypto';
import { version, type ServerHello } from './messages.ts';
import { contentType, makeRecord } from './records.ts';

const curves = new Map([
  [23, 'prime256v1'],
  [24, 'secp384r1'],
  [25, 'secp521r1'],
]);

/** ECDHE (RFC 8422 §5.7) where the server sent its share on a curve, else RSA (RFC 5246 §7.4.7.1). */
function exchangeKeys(serverKeyExchange: Buffer | null): Buffer {
  if (serverKeyExchange?.[0] !== 3) return Buffer.concat([Buffer.from([1, 0]), randomBytes(256)]);
  const curve = curves.get(serverKeyExchange.readUInt16BE(1));
  const share = curve ? createECDH(curve).generateKeys() : randomBytes(32);
  return Buffer.concat([Buffer.from([share.length]), share]);
}

/** ClientKeyExchange, change_cipher_spec and something encrypted; in TLS 1.3 only the last two. */
export function goOnRegardless(hello: ServerHello, serverKeyExchange: Buffer | null): Buffer {
  const changeCipherSpec = makeRecord(contentType.changeCipherSpec, Buffer.from([1]));
  if (hello.version === version.tls13)
    return Buffer.concat([changeCipherSpec, makeRecord(contentType.applicationData, randomBytes(58))]);
  const keys = exchangeKeys(serverKeyExchange);
  const header = Buffer.from([16, 0, keys.length >> 8, keys.length & 0xff]);
  return Buffer.concat([
    makeRecord(contentType.handshake, Buffer.concat([header, keys])),
    changeCipherSpec,
    makeRecord(contentType.handshake, randomBytes(40)),
  ]);
}
