/** Versions that the server selects. */
import { randomBytes } from 'node:crypto';
import { extension, listed } from '../messages/client-hello.ts';
import { NotOffered } from '../fatal-alert.ts';
import type { TlsFault } from './tls-fault.ts';
import { knownVersion, versionNumbers } from '../registries/versions.ts';
import { uint, vector } from '../messages/writer.ts';

/** RFC 8446 §4.1.3: how the random of a server ends that could speak TLS 1.2 and was brought down further. */
const lowerSentinel = Buffer.from('DOWNGRD\0', 'latin1');

/** SSL_CK_RC4_128_WITH_MD5, a cipher kind of SSL 2.0. */
const rc4OfSsl2 = Buffer.from([0x01, 0x00, 0x80]);

/** SERVER-HELLO of SSL 2.0 in its record: no session found, an X.509 certificate (here empty), one cipher kind. */
function ssl2ServerHello(): Buffer {
  const connectionId = randomBytes(16);
  const lengths = [0, rc4OfSsl2.length, connectionId.length].map((length) => uint(length, 2));
  const message = Buffer.concat([Buffer.from([4, 0, 1]), uint(0x0002, 2), ...lengths, rc4OfSsl2, connectionId]);
  const record = vector(2, message);
  // A header of two octets, whose first bit says that there is no padding.
  record.writeUInt8(record.readUInt8(0) | 0x80, 0);
  return record;
}

export const versionFaults = {
  'selects-ssl3': { title: 'selects SSL 3.0, and all its messages are those of that version', version: 'SSL 3.0' },
  // For clients without any suite that SSL 3.0 has.
  'ssl3-by-version-field': {
    title: 'selects SSL 3.0 with a suite of TLS 1.2',
    hello: (honest) => ({ ...honest, version: 0x0300 }),
  },
  'selects-tls10': { title: 'selects TLS 1.0, and all its messages are those of that version', version: 'TLS 1.0' },
  'selects-tls11': { title: 'selects TLS 1.1, and all its messages are those of that version', version: 'TLS 1.1' },
  'tls11-with-sentinel': {
    title: 'selects TLS 1.1, and its random says that it could speak TLS 1.2',
    version: 'TLS 1.1',
    // RFC 8446 §4.1.3 asks it of clients that speak TLS 1.2.
    requires: (client) => {
      const versions = extension(client, 'supported_versions')
        ? listed(client, 'supported_versions').filter(knownVersion)
        : [client.legacyVersion];
      if (versions.every((each) => each < versionNumbers['TLS 1.2'])) {
        throw new NotOffered('the client offers nothing above TLS 1.1');
      }
    },
    hello: (honest) => {
      const random = Buffer.from(honest.random);
      lowerSentinel.copy(random, random.length - lowerSentinel.length);
      return { ...honest, random };
    },
  },
  'tls13-by-legacy-version': {
    title: 'selects TLS 1.3 by the old version field, without supported_versions',
    hello: (honest) => ({ ...honest, version: 0x0304 }),
  },
  'selects-version-2': {
    title: 'selects version 0.2, which is SSL 2.0, in a ServerHello of TLS',
    hello: (honest) => ({ ...honest, version: 0x0002 }),
  },
  'ssl2-server-hello': {
    title: 'answers by the SERVER-HELLO of SSL 2.0',
    instead: () => ({ bytes: ssl2ServerHello(), then: 'wait' }),
  },
} as const satisfies Record<string, TlsFault>;
