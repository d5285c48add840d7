/** What proves the server and the handshake: CertificateVerify, Finished, and that neither is missing or out of place. */
import { type ClientHello, extension, listed } from '../messages/client-hello.ts';
import { extensionNumbers } from '../registries/extensions.ts';
import { NotOffered } from '../fatal-alert.ts';
import { contentTypes } from '../messages/records.ts';
import { certificateRequest13, encryptedExtensions } from '../server/server-flight13.ts';
import { schemeParts } from '../registries/signature-schemes.ts';
import type { HelloExtension, Outgoing, TlsFault } from './tls-fault.ts';
import { vector } from '../messages/writer.ts';

const version = 'TLS 1.3';
const rsaPkcs1Sha256 = 0x0401;
/** ecdsa_secp256r1_sha256 and rsa_pss_rsae_sha256. */
const usualSchemes = [0x0403, 0x0804];
/** SHA-1, SHA-224 and MD5 with each kind of key: what a client of today does not offer, worst last. */
const weakSchemes: Readonly<Record<string, readonly number[]>> = {
  rsa: [0x0201, 0x0301, 0x0101],
  ec: [0x0203, 0x0303, 0x0103],
};

/** The last octet of a message is another one. */
const damaged =
  (wanted: string): NonNullable<TlsFault['message']> =>
  (name, whole) => {
    if (name !== wanted) return [whole];
    const other = Buffer.from(whole);
    other.writeUInt8(other.readUInt8(other.length - 1) ^ 1, other.length - 1);
    return [other];
  };

const without =
  (left: string): NonNullable<TlsFault['order']> =>
  (honest) =>
    honest.filter((name) => name !== left);

/** Before the last record of the flight, which is that of Finished, and under the same keys. */
const dataBefore = (honest: readonly Outgoing[]): Outgoing[] => {
  const [last, ...before] = [...honest].reverse();
  if (!last) return [];
  const early: Outgoing = {
    type: contentTypes.application,
    content: Buffer.from('SIP/2.0 200 OK\r\n\r\n'),
    epoch: last.epoch,
  };
  return [...before.reverse(), early, last];
};

function unofferedScheme(honest: number, client: ClientHello): number {
  const [kind = ''] = schemeParts(honest)?.keys ?? [];
  const scheme = weakSchemes[kind]?.find((each) => !listed(client, 'signature_algorithms').includes(each));
  if (scheme === undefined) throw new NotOffered('the client offers every scheme that could be strange to it');
  return scheme;
}

/** The answer to an extension that the client did not send. */
function unasked(client: ClientHello): HelloExtension {
  const answers: { name: keyof typeof extensionNumbers; data: Buffer }[] = [
    { name: 'application_layer_protocol_negotiation', data: vector(2, vector(1, Buffer.from('sip/2'))) },
    { name: 'max_fragment_length', data: Buffer.from([4]) },
    { name: 'early_data', data: Buffer.alloc(0) },
  ];
  const answer = answers.find(({ name }) => extension(client, name) === undefined);
  if (!answer) throw new NotOffered('the client sends every extension that could be answered unasked');
  return { type: extensionNumbers[answer.name], data: answer.data };
}

export const proofFaults = {
  'damaged-finished-tls12': {
    title: 'sends a Finished that does not check, in TLS 1.2',
    message: damaged('finished'),
  },
  'damaged-finished-tls13': {
    title: 'sends a Finished that does not check, in TLS 1.3',
    version,
    message: damaged('finished'),
  },
  'damaged-certificate-verify': {
    title: 'sends a CertificateVerify that does not check',
    version,
    message: damaged('certificate_verify'),
  },
  'other-key-in-tls13': {
    title: 'signs CertificateVerify with another key than that of its certificate',
    version,
    otherKey: true,
  },
  'no-certificate-verify': {
    title: 'sends no CertificateVerify',
    version,
    order: without('certificate_verify'),
  },
  'unoffered-scheme': {
    title: 'signs CertificateVerify by a scheme that was not offered',
    version,
    select: (choice, client) => ({ ...choice, scheme: unofferedScheme(choice.scheme, client) }),
  },
  'pkcs1-in-certificate-verify': {
    title: 'signs CertificateVerify by RSASSA-PKCS1-v1_5, which is for certificates only',
    version,
    select: (choice) => {
      if (!schemeParts(choice.scheme)?.keys.includes('rsa')) throw new NotOffered('the server has no RSA key');
      return { ...choice, scheme: rsaPkcs1Sha256 };
    },
  },
  'data-before-finished-tls12': {
    title: 'sends application data between ChangeCipherSpec and Finished, in TLS 1.2',
    records: (flight, honest) => (flight === 'second' ? dataBefore(honest) : honest),
  },
  'data-before-finished-tls13': {
    title: 'sends application data before Finished, in TLS 1.3',
    version,
    records: (_flight, honest) => dataBefore(honest),
  },
  'unsolicited-encrypted-extension': {
    title: 'answers an extension in EncryptedExtensions that the client did not send',
    version,
    message: (name, whole, client) => [
      name === 'encrypted_extensions' ? encryptedExtensions([unasked(client)]) : whole,
    ],
  },
  'finished-before-certificate-verify': {
    title: 'sends Finished before CertificateVerify',
    version,
    order: (honest) => [...without('certificate_verify')(honest), 'certificate_verify'],
  },
  'no-encrypted-extensions': {
    title: 'sends no EncryptedExtensions',
    version,
    order: without('encrypted_extensions'),
  },
  'no-certificate-in-tls13': {
    title: 'sends neither Certificate nor CertificateVerify in TLS 1.3',
    version,
    order: (honest) => without('certificate')(without('certificate_verify')(honest)),
  },
  'certificate-left-out': {
    title: 'sends CertificateVerify without a Certificate before it',
    version,
    order: without('certificate'),
  },
  'empty-certificate-in-tls13': {
    title: 'sends a Certificate message without a certificate in TLS 1.3',
    version,
    chain: () => [],
  },
  'late-certificate-request': {
    title: 'asks for a certificate after the handshake although the client did not offer that',
    version,
    requires: (client) => {
      if (extension(client, 'post_handshake_auth')) throw new NotOffered('the client offers post_handshake_auth');
    },
    afterHandshake: (connection) => {
      const request = { types: [], signatureSchemes: usualSchemes, authorities: [] };
      connection.message(certificateRequest13(request, Buffer.from([1])));
    },
    // An answer, and the end that may follow it, would leave no time for the client's objection.
    unserved: true,
  },
} as const satisfies Record<string, TlsFault>;
