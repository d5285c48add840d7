/** What evidence keeps of handshake messages: names instead of numbers, one line for the reader. */
import { createHash } from 'node:crypto';
import type { ClientHelloFacts } from '../evidence.ts';
import { alpn, type ClientHello, listed, serverName } from '../wire/tls/client-hello.ts';
import type { HandshakeContent } from '../wire/tls/events.ts';
import { extensionName } from '../wire/tls/extensions.ts';
import { groupName } from '../wire/tls/groups.ts';
import { signatureSchemeName } from '../wire/tls/signature-schemes.ts';
import { cipherKindName, suiteName } from '../wire/tls/suites.ts';
import { knownVersion, versionName } from '../wire/tls/versions.ts';

/** `versions` is supported_versions, or the one of the hello itself; `sha256` is over the whole message. */
export function helloFacts(hello: ClientHello, whole: Buffer): ClientHelloFacts {
  const versions = listed(hello, 'supported_versions').map(versionName);
  const legacyVersion = versionName(hello.legacyVersion);
  return {
    legacyVersion,
    versions: versions.length > 0 ? versions : [legacyVersion],
    suites: hello.suites.map(hello.format === 'sslv2' ? cipherKindName : suiteName),
    groups: listed(hello, 'supported_groups').map(groupName),
    signatureSchemes: listed(hello, 'signature_algorithms').map(signatureSchemeName),
    serverName: serverName(hello),
    alpn: alpn(hello),
    extensions: hello.extensions.map(({ type }) => extensionName(type)),
    compression: hello.compression,
    sha256: createHash('sha256').update(whole).digest('hex'),
  };
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
