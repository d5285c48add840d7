/**
 * The server's first flight of TLS 1.2 with an ephemeral ECDHE_RSA key exchange, crafted from the ClientHello: what an
 * honest server would say to exactly this client, or the same with a suite that the client did not offer.
 */
import {
  constants,
  createECDH,
  createPrivateKey,
  generateKeyPairSync,
  randomBytes,
  sign,
  X509Certificate,
} from 'node:crypto';
import type { ServedCertificate } from '../../pki/pki.ts';
import { extension, listed, type ClientHello } from '../../wire/tls/client-hello.ts';
import { extensionNumbers } from '../../wire/tls/extensions.ts';
import { groupName } from '../../wire/tls/groups.ts';
import { contentTypes } from '../../wire/tls/records.ts';
import { schemeParts, signatureSchemeName } from '../../wire/tls/signature-schemes.ts';
import { suiteName } from '../../wire/tls/suites.ts';
import { versionNumbers } from '../../wire/tls/versions.ts';

export interface Flight {
  bytes: Buffer;
  /** `TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256 x25519 rsa_pss_rsae_sha256` */
  choice: string;
}

/** This client can not be given the flight; the message says what it lacks. */
export class Undeliverable extends Error {}

const version = versionNumbers['TLS 1.2'];

/** ECDHE_RSA suites, the usual first: the key exchange, and so the rest of the flight, is the same for each. */
const suites = [
  0xc02f, 0xc030, 0xcca8, 0xc027, 0xc028, 0xc013, 0xc014, 0xc076, 0xc077, 0xc08a, 0xc08b, 0xc060, 0xc061, 0xc012,
];
const groups = [29, 23] as const;
const schemes = [0x0804, 0x0401, 0x0805, 0x0501, 0x0806, 0x0601, 0x0201];
/** RFC 5746 §3.3: stands for an empty renegotiation_info. */
const renegotiationScsv = 0x00ff;

const handshakeTypes = { serverHello: 2, certificate: 11, serverKeyExchange: 12, serverHelloDone: 14 } as const;

/** Throws Undeliverable. */
export function craftFlight(hello: ClientHello, certificate: ServedCertificate, suiteOffered: boolean): Flight {
  if (!offersTls12(hello)) throw new Undeliverable('the client does not offer TLS 1.2');
  const offered = suites.filter((suite) => hello.suites.includes(suite));
  if (offered.length === 0) throw new Undeliverable('the client offers no ECDHE_RSA suite');
  const suite = suiteOffered ? offered[0] : suites.find((each) => !offered.includes(each));
  if (suite === undefined) throw new Undeliverable('the client offers every ECDHE_RSA suite');
  const group = chooseGroup(hello);
  const scheme = chooseScheme(hello);
  const random = serverRandom();
  const messages = [
    message(handshakeTypes.serverHello, serverHello(hello, random, suite)),
    message(handshakeTypes.certificate, certificateList(certificate.chainPem)),
    message(handshakeTypes.serverKeyExchange, keyExchange(hello, random, group, scheme, certificate.keyPem)),
    message(handshakeTypes.serverHelloDone, Buffer.alloc(0)),
  ];
  return {
    bytes: Buffer.concat(messages.map((body) => record(body))),
    choice: `${suiteName(suite)} ${groupName(group)} ${signatureSchemeName(scheme)}`,
  };
}

/** RFC 8446 §4.2.1: where supported_versions is there it alone counts. */
function offersTls12(hello: ClientHello): boolean {
  if (hello.format !== 'tls') return false;
  if (extension(hello, 'supported_versions')) return listed(hello, 'supported_versions').includes(version);
  return hello.legacyVersion >= version;
}

/** RFC 8422 §4: without supported_groups the server is free to choose. */
function chooseGroup(hello: ClientHello): (typeof groups)[number] {
  if (!extension(hello, 'supported_groups')) return 23;
  const group = groups.find((each) => listed(hello, 'supported_groups').includes(each));
  if (group === undefined) throw new Undeliverable('the client offers neither x25519 nor secp256r1');
  return group;
}

/** RFC 5246 §7.4.1.4.1: without signature_algorithms it is SHA-1 with RSA. */
function chooseScheme(hello: ClientHello): number {
  const offered = extension(hello, 'signature_algorithms') ? listed(hello, 'signature_algorithms') : [0x0201];
  const scheme = schemes.find((each) => offered.includes(each));
  if (scheme === undefined) throw new Undeliverable('the client offers no RSA signature scheme');
  return scheme;
}

/** RFC 8446 §4.1.3 ends a random that tells of a downgrade with "DOWNGRD"; the top bit keeps chance from spelling it. */
function serverRandom(): Buffer {
  const random = randomBytes(32);
  random.writeUInt8(random.readUInt8(24) | 0x80, 24);
  return random;
}

/** RFC 5246 §7.4.1.3, with the extensions of an honest server: those that the client offered, and no other. */
function serverHello(hello: ClientHello, random: Buffer, suite: number): Buffer {
  const extensions: Buffer[] = [];
  const add = (type: number, data: number[]): unknown =>
    extensions.push(Buffer.concat([uint(type, 2), vector(2, Buffer.from(data))]));
  if (extension(hello, 'renegotiation_info') || hello.suites.includes(renegotiationScsv)) {
    add(extensionNumbers.renegotiation_info, [0]);
  }
  if (extension(hello, 'extended_master_secret')) add(extensionNumbers.extended_master_secret, []);
  // One format: uncompressed (RFC 8422 §5.1.2).
  if (extension(hello, 'ec_point_formats')) add(extensionNumbers.ec_point_formats, [1, 0]);
  const block = extensions.length > 0 ? vector(2, Buffer.concat(extensions)) : Buffer.alloc(0);
  return Buffer.concat([uint(version, 2), random, vector(1, Buffer.alloc(0)), uint(suite, 2), uint(0, 1), block]);
}

/** RFC 5246 §7.4.2. */
function certificateList(chainPem: string): Buffer {
  const certificates = chainPem.match(/-----BEGIN CERTIFICATE-----[^-]+-----END CERTIFICATE-----/g) ?? [];
  return vector(3, Buffer.concat(certificates.map((pem) => vector(3, new X509Certificate(pem).raw))));
}

/** RFC 8422 §5.4: a named curve, the public key, and a signature over both randoms and these parameters. */
function keyExchange(
  hello: ClientHello,
  random: Buffer,
  group: (typeof groups)[number],
  scheme: number,
  keyPem: string,
): Buffer {
  const namedCurve = 3;
  const parameters = Buffer.concat([uint(namedCurve, 1), uint(group, 2), vector(1, ephemeralPublicKey(group))]);
  const signed = Buffer.concat([hello.random, random, parameters]);
  const parts = schemeParts(scheme);
  const key = createPrivateKey(keyPem);
  const padding =
    parts?.padding === 'pss'
      ? { padding: constants.RSA_PKCS1_PSS_PADDING, saltLength: constants.RSA_PSS_SALTLEN_DIGEST }
      : { padding: constants.RSA_PKCS1_PADDING };
  return Buffer.concat([parameters, uint(scheme, 2), vector(2, sign(parts?.hash, signed, { key, ...padding }))]);
}

/** The private half is thrown away: nobody can finish this handshake, and nobody has to. */
function ephemeralPublicKey(group: (typeof groups)[number]): Buffer {
  if (group === 23) return createECDH('prime256v1').generateKeys();
  const { x } = generateKeyPairSync('x25519').publicKey.export({ format: 'jwk' });
  return Buffer.from(x ?? '', 'base64url');
}

function message(type: number, body: Buffer): Buffer {
  return Buffer.concat([uint(type, 1), vector(3, body)]);
}

function record(body: Buffer): Buffer {
  return Buffer.concat([uint(contentTypes.handshake, 1), uint(version, 2), vector(2, body)]);
}

function vector(lengthOctets: 1 | 2 | 3, body: Buffer): Buffer {
  return Buffer.concat([uint(body.length, lengthOctets), body]);
}

function uint(value: number, octets: 1 | 2 | 3): Buffer {
  const bytes = Buffer.alloc(octets);
  bytes.writeUIntBE(value, 0, octets);
  return bytes;
}
