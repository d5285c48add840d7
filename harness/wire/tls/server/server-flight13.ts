/** The messages of a TLS 1.3 server, each with its header (RFC 8446 §4.1.3 to §4.4.3). */
import { createHash, type KeyObject } from 'node:crypto';
import type { ClientHello } from '../messages/client-hello.ts';
import { extensionNumbers } from '../registries/extensions.ts';
import { encodeHello, type RequestForCertificate, serverRandom } from './server-flight12.ts';
import { retryRandom } from '../messages/server-hello.ts';
import { signBy } from '../key-exchange/server-signature.ts';
import type { HelloExtension, Retry, ServerHelloParts } from '../faults/tls-fault.ts';
import { versionNumbers } from '../registries/versions.ts';
import { handshakeMessage, numberList, uint, vector } from '../messages/writer.ts';

const selectedVersion: HelloExtension = {
  type: extensionNumbers.supported_versions,
  data: uint(versionNumbers['TLS 1.3'], 2),
};

/** KeyShareServerHello (RFC 8446 §4.2.8). */
export const keyShare = (group: number, share: Buffer): HelloExtension => ({
  type: extensionNumbers.key_share,
  data: Buffer.concat([uint(group, 2), vector(2, share)]),
});

/** KeyShareHelloRetryRequest (RFC 8446 §4.2.8). */
export const groupWanted = (group: number): HelloExtension => ({
  type: extensionNumbers.key_share,
  data: uint(group, 2),
});

/** An honest ServerHello (RFC 8446 §4.1.3). */
export const serverHello13 = (client: ClientHello, suite: number, share: HelloExtension): ServerHelloParts => ({
  version: versionNumbers['TLS 1.2'],
  random: serverRandom(),
  sessionId: client.sessionId,
  suite,
  compression: 0,
  extensions: [selectedVersion, share],
});

/** RFC 8446 §4.1.4. */
export const helloRetryRequest = (client: ClientHello, { suite, extensions }: Retry): Buffer =>
  helloMessage({
    version: versionNumbers['TLS 1.2'],
    random: retryRandom,
    sessionId: client.sessionId,
    suite,
    compression: 0,
    extensions: [selectedVersion, ...extensions],
  });

export const helloMessage = (parts: ServerHelloParts): Buffer => handshakeMessage(2, encodeHello(parts));

export const encryptedExtensions = (extensions: readonly HelloExtension[]): Buffer =>
  handshakeMessage(8, extensionBlock(extensions));

/** RFC 8446 §4.3.2; `context` is empty but after the handshake (§4.6.2). */
export function certificateRequest13(request: RequestForCertificate, context = Buffer.alloc(0)): Buffer {
  const { signatureSchemes, authorities } = request;
  const extensions: HelloExtension[] = [
    { type: extensionNumbers.signature_algorithms, data: numberList(2, signatureSchemes) },
  ];
  if (authorities.length > 0) {
    const names = vector(2, Buffer.concat(authorities.map((name) => vector(2, name))));
    extensions.push({ type: extensionNumbers.certificate_authorities, data: names });
  }
  return handshakeMessage(13, Buffer.concat([vector(1, context), extensionBlock(extensions)]));
}

/** RFC 8446 §4.4.2; the OCSP response stands beside the leaf (§4.4.2.1). */
export function certificate13(chain: readonly Buffer[], staple: Buffer | null): Buffer {
  const ocsp = 1;
  const stapled = (response: Buffer): HelloExtension => ({
    type: extensionNumbers.status_request,
    data: Buffer.concat([uint(ocsp, 1), vector(3, response)]),
  });
  const entries = chain.map((der, index) =>
    Buffer.concat([vector(3, der), extensionBlock(index === 0 && staple ? [stapled(staple)] : [])]),
  );
  return handshakeMessage(11, Buffer.concat([vector(1, Buffer.alloc(0)), vector(3, Buffer.concat(entries))]));
}

/** RFC 8446 §4.4.3. Throws Undeliverable where the key can not sign by the scheme. */
export function certificateVerify13(scheme: number, key: KeyObject, hash: string, transcript: Buffer): Buffer {
  const digest = createHash(hash).update(transcript).digest();
  const signed = Buffer.concat([Buffer.from(`${' '.repeat(64)}TLS 1.3, server CertificateVerify\0`), digest]);
  return handshakeMessage(15, Buffer.concat([uint(scheme, 2), vector(2, signBy(scheme, signed, key))]));
}

function extensionBlock(extensions: readonly HelloExtension[]): Buffer {
  return vector(2, Buffer.concat(extensions.map(({ type, data }) => Buffer.concat([uint(type, 2), vector(2, data)]))));
}
