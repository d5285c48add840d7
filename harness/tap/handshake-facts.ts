/** What evidence keeps of handshake messages: names instead of numbers, one line for the reader. */
import { createHash } from 'node:crypto';
import type { ClientHelloFacts } from '../evidence.ts';
import {
  alpn,
  type ClientHello,
  extension,
  keyShares,
  listed,
  serverName,
  unreadable,
} from '../wire/tls/messages/client-hello.ts';
import type { HandshakeContent } from '../wire/tls/events.ts';
import { extensionName, extensionNumbers, pointFormatName, pskModeName } from '../wire/tls/registries/extensions.ts';
import { ja3, ja4 } from '../wire/tls/messages/fingerprints.ts';
import { groupName } from '../wire/tls/registries/groups.ts';
import { signatureSchemeName } from '../wire/tls/registries/signature-schemes.ts';
import { cipherKindName, suiteName } from '../wire/tls/registries/suites.ts';
import { knownVersion, versionName } from '../wire/tls/registries/versions.ts';

/** What a ClientHello says; `whole` is the message with its header, `recordVersion` that of the record around it. */
export function helloFacts(hello: ClientHello, whole: Buffer, recordVersion: number | null): ClientHelloFacts {
  const versions = listed(hello, 'supported_versions').map(versionName);
  const legacyVersion = versionName(hello.legacyVersion);
  return {
    format: hello.format,
    recordVersion: recordVersion === null ? null : versionName(recordVersion),
    legacyVersion,
    versions: versions.length > 0 ? versions : [legacyVersion],
    random: hello.random.toString('hex'),
    sessionIdOctets: hello.sessionId.length,
    suites: hello.suites.map(hello.format === 'sslv2' ? cipherKindName : suiteName),
    groups: listed(hello, 'supported_groups').map(groupName),
    keyShares: keyShares(hello).map(groupName),
    signatureSchemes: listed(hello, 'signature_algorithms').map(signatureSchemeName),
    certificateSchemes: ifSent(hello, 'signature_algorithms_cert', () =>
      listed(hello, 'signature_algorithms_cert').map(signatureSchemeName),
    ),
    pointFormats: ifSent(hello, 'ec_point_formats', () => listed(hello, 'ec_point_formats').map(pointFormatName)),
    pskModes: listed(hello, 'psk_key_exchange_modes').map(pskModeName),
    serverName: serverName(hello),
    alpn: alpn(hello),
    extensions: hello.extensions.map(({ type }) => extensionName(type)),
    unreadable: unreadable(hello),
    compression: hello.compression,
    padding: ifSent(hello, 'padding', (data) => data.length),
    bytes: whole.length,
    sha256: createHash('sha256').update(whole).digest('hex'),
    ja3: ja3(hello),
    ja4: ja4(hello),
  };
}

function ifSent<T>(hello: ClientHello, name: keyof typeof extensionNumbers, read: (data: Buffer) => T): T | null {
  const data = extension(hello, name);
  return data === undefined ? null : read(data);
}

/** `TLS 1.3, 59 suites, for sip.lab.test`, `2 certificates`, `malformed: ...`; undefined where there is nothing to say. */
export function detailOf(content: HandshakeContent): string | undefined {
  switch (content.type) {
    case 'client_hello': {
      const { hello } = content;
      const [highest] = listed(hello, 'supported_versions').filter((version) => knownVersion(version));
      const name = serverName(hello);
      const parts = [versionName(highest ?? hello.legacyVersion), `${hello.suites.length} suites`];
      return [...parts, name === null ? 'no server name' : `for ${name}`].join(', ');
    }
    case 'server_hello': {
      const { version, suite, retry } = content.hello;
      return `${retry ? 'hello retry request, ' : ''}${versionName(version)}, ${suiteName(suite)}`;
    }
    case 'certificate':
      return content.chain.length === 1 ? '1 certificate' : `${content.chain.length} certificates`;
    case 'server_key_exchange': {
      const { group, scheme } = content;
      const parts = [group === null ? null : groupName(group), scheme === null ? null : signatureSchemeName(scheme)];
      return parts.filter((part) => part !== null).join(', ') || undefined;
    }
    case 'certificate_request':
      return `${content.request.authorities.length} authorities named`;
    case 'certificate_verify': {
      const scheme = content.scheme === null ? undefined : signatureSchemeName(content.scheme);
      const proof = content.proof === null ? undefined : content.proof ? 'checks' : 'does not check';
      return [scheme, proof].filter(Boolean).join(', ') || undefined;
    }
    case 'malformed':
      return `malformed: ${content.reason}`;
    case 'opaque':
      return undefined;
  }
}
