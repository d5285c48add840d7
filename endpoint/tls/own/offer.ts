/** What the device's own client offers, and its ClientHello (RFC 5246 §7.4.1.2; RFC 8446 §4.1.2). */
import { randomBytes } from 'node:crypto';
import { version } from '../messages.ts';
import { makeKeyShare, x25519, type KeyShare } from './key-share.ts';
import { extension, renegotiationSignal } from './numbers.ts';
import { extensionBlock, numbers, uint, vector, type Extension } from './octets.ts';
import { offeredSchemes } from './signature.ts';
import { isOfTls13, offeredSuites } from './suites.ts';

export interface Offer {
  random: Buffer;
  sessionId: Buffer;
  /** In the order of preference. */
  versions: number[];
  suites: number[];
  compressions: number[];
  serverName: string | null;
  groups: number[];
  shares: KeyShare[];
  schemes: number[];
  pointFormats: number[];
  pskModes: number[];
  hasExtendedMasterSecret: boolean;
  asksForStaple: boolean;
  /** Behind the others, in this order. */
  further: Extension[];
  /** Types of the extensions that do not leave. */
  leftOut: number[];
  /** Of the record that carries it. RFC 8446 §5.1: 0x0301. */
  recordVersion: number;
  isOfSsl2: boolean;
  /** Goes out behind the first ClientHello as early data; null: nothing does. */
  earlyData: Buffer | null;
}

export interface OfferRequest {
  versions: readonly number[];
  /** Null: the server goes by its address (RFC 6066 §3). */
  serverName: string | null;
  asksForStaple: boolean;
}

export function makeOffer({ versions, serverName, asksForStaple }: OfferRequest): Offer {
  const highestFirst = [...versions].sort((a, b) => b - a);
  const isTls13 = versions.includes(version.tls13);
  const isTls12 = versions.includes(version.tls12);
  return {
    random: randomBytes(32),
    // RFC 8446 §D.4: compatibility mode.
    sessionId: isTls13 ? randomBytes(32) : Buffer.alloc(0),
    versions: highestFirst,
    suites: [
      ...offeredSuites.filter((suite) => (isOfTls13(suite) ? isTls13 : isTls12)),
      ...(isTls12 ? [renegotiationSignal] : []),
    ],
    compressions: [0],
    serverName,
    groups: [x25519, 23, 24, 25],
    shares: isTls13 ? [makeKeyShare(x25519)!] : [],
    schemes: [...offeredSchemes],
    pointFormats: isTls12 ? [0] : [],
    pskModes: isTls13 ? [1] : [],
    hasExtendedMasterSecret: isTls12,
    asksForStaple,
    further: [],
    leftOut: [],
    recordVersion: version.tls10,
    isOfSsl2: false,
    earlyData: null,
  };
}

export const offersTls13 = ({ versions }: Offer): boolean => versions.includes(version.tls13);

/** RFC 6066 §3: one name, of type host_name. */
const serverNameData = (name: string): Buffer => vector(2, Buffer.concat([uint(0, 1), vector(2, Buffer.from(name))]));

export function extensionsOf(offer: Offer): Extension[] {
  const extensions: Extension[] = [];
  const add = (type: number, data: Buffer): unknown => extensions.push({ type, data });
  if (offer.serverName !== null) add(extension.serverName, serverNameData(offer.serverName));
  if (offer.hasExtendedMasterSecret) add(extension.extendedMasterSecret, Buffer.alloc(0));
  if (offer.pointFormats.length > 0) add(extension.pointFormats, vector(1, Buffer.from(offer.pointFormats)));
  if (offer.groups.length > 0) add(extension.supportedGroups, numbers(2, offer.groups));
  if (offer.schemes.length > 0) add(extension.signatureAlgorithms, numbers(2, offer.schemes));
  // RFC 6066 §8: type ocsp, no responders, no extensions.
  if (offer.asksForStaple) add(extension.statusRequest, Buffer.from([1, 0, 0, 0, 0]));
  if (offersTls13(offer)) {
    add(extension.supportedVersions, numbers(1, offer.versions));
    if (offer.pskModes.length > 0) add(extension.pskModes, vector(1, Buffer.from(offer.pskModes)));
    const shares = offer.shares.map(({ group, publicKey }) => Buffer.concat([uint(group, 2), vector(2, publicKey)]));
    add(extension.keyShare, vector(2, Buffer.concat(shares)));
  }
  extensions.push(...offer.further);
  return extensions.filter(({ type }) => !offer.leftOut.includes(type));
}

/** The message without its header; in the format of SSL 2.0 all that goes into the transcript. */
export function clientHello(offer: Offer): Buffer {
  if (offer.isOfSsl2) return ssl2Hello(offer);
  return Buffer.concat([
    uint(Math.min(version.tls12, Math.max(...offer.versions)), 2),
    offer.random,
    vector(1, offer.sessionId),
    numbers(2, offer.suites),
    vector(1, Buffer.from(offer.compressions)),
    extensionBlock(extensionsOf(offer)),
  ]);
}

/** RFC 5246 §E.2. */
function ssl2Hello({ random, suites }: Offer): Buffer {
  const specs = Buffer.concat(suites.map((suite) => uint(suite, 3)));
  const lengths = [specs.length, 0, random.length].map((length) => uint(length, 2));
  return Buffer.concat([uint(1, 1), uint(version.tls12, 2), ...lengths, specs, random]);
}
