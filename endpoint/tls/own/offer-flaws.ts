/** The flaws of the ClientHello (see ../tls-flaws.ts). */
import { randomBytes } from 'node:crypto';
import type { FlawName } from '../../flaws.ts';
import { version } from '../messages.ts';
import { helloFlaws } from '../tls-flaws.ts';
import { makeKeyShare, x25519 } from './key-share.ts';
import { extension, fallbackSignal, renegotiationSignal, ssl3 } from './numbers.ts';
import { numbers, vector } from './octets.ts';
import type { Offer } from './offer.ts';
import type { Rules } from './rules.ts';
import { offeredSchemes } from './signature.ts';
import { cipherOf } from './suites.ts';

type HelloFlaw = keyof typeof helloFlaws;
type Alteration = (offer: Offer) => void;

const without = (list: readonly number[], ...gone: readonly number[]): number[] =>
  list.filter((each) => !gone.includes(each));

/** Behind the others, but before what only signals something. */
const alsoSuites =
  (...suites: readonly number[]): Alteration =>
  (offer) => {
    const at = offer.suites.indexOf(renegotiationSignal);
    offer.suites.splice(at < 0 ? offer.suites.length : at, 0, ...suites);
  };

const also =
  (type: number, data: Buffer): Alteration =>
  (offer) =>
    void offer.further.push({ type, data });

const only12: Alteration = (offer) => {
  offer.versions = [version.tls12];
  offer.suites = offer.suites.filter((suite) => suite >> 8 !== 0x13);
  offer.sessionId = Buffer.alloc(0);
};

/** RFC 8446 §4.2.11: one identity that no server knows, and a binder. */
const unknownPsk = (): Buffer =>
  Buffer.concat([
    vector(2, Buffer.concat([vector(2, randomBytes(32)), randomBytes(4)])),
    vector(2, vector(1, randomBytes(32))),
  ]);

/** For `repeats-client-random`. */
const repeated = randomBytes(32);
const grease = 0x2a2a;

const alterations: Readonly<Record<HelloFlaw, Alteration>> = {
  'sends-sslv2-hello': (offer) => {
    only12(offer);
    offer.isOfSsl2 = true;
    // There is no place for extensions, and without curves servers agree upon RSA key transport at best.
    alsoSuites(0x009c)(offer);
    offer.hasExtendedMasterSecret = false;
    offer.schemes = [];
  },
  'offers-ssl3': (offer) => void offer.versions.push(ssl3),
  'offers-tls10': (offer) => void offer.versions.push(version.tls11, version.tls10),
  'offers-early-tls-alone': (offer) => {
    only12(offer);
    offer.versions = [version.tls11];
    offer.suites = [0xc009, 0xc013, renegotiationSignal];
  },
  'prefers-tls12': (offer) => void offer.versions.sort((a, b) => a - b),
  'offers-null-suites': alsoSuites(0x003b, 0xc010),
  'offers-anonymous-suites': alsoSuites(0x00a6, 0xc018),
  'offers-export-suites': alsoSuites(0x0003, 0x0008),
  'offers-des': alsoSuites(0x0009),
  'offers-3des': alsoSuites(0x000a, 0xc012),
  'offers-rc4': alsoSuites(0x0005),
  'offers-static-rsa': alsoSuites(0x009c, 0x009d),
  'prefers-static-rsa': (offer) => void offer.suites.unshift(0x009c, 0x009d),
  'offers-static-dh': alsoSuites(0x00a0, 0xc02d, 0xc031),
  'offers-dhe': alsoSuites(0x009e, 0x009f),
  'offers-cbc': alsoSuites(0xc009, 0xc013),
  'lacks-gcm-suites': (offer) => {
    offer.suites = offer.suites.filter((suite) => suite >> 8 === 0x13 || !cipherOf(suite)?.name.endsWith('gcm'));
  },
  'lacks-mandatory-suite': (offer) => void (offer.suites = without(offer.suites, 0x1301)),
  'lacks-secp256r1': (offer) => void (offer.groups = without(offer.groups, 23)),
  'lacks-secp256r1-in-tls12': (offer) => {
    only12(offer);
    offer.groups = without(offer.groups, 23);
  },
  'offers-weak-groups': (offer) => void offer.groups.push(19),
  'sends-no-signature-algorithms': (offer) => {
    // RFC 8446 §9.2: a server of TLS 1.3 would go no further.
    only12(offer);
    offer.schemes = [];
  },
  'offers-md5-signatures': (offer) => void offer.schemes.push(0x0101),
  'offers-sha1-signatures': (offer) => void offer.schemes.push(0x0203, 0x0201),
  'offers-sha1-on-certificates': also(50, numbers(2, [...offeredSchemes, 0x0201])),
  'lacks-rsa-pss': (offer) =>
    void (offer.schemes = offer.schemes.filter((scheme) => scheme < 0x0804 || scheme > 0x080b)),
  'offers-dsa': (offer) => void offer.schemes.push(0x0402),
  'sends-no-renegotiation-signal': (offer) => void (offer.suites = without(offer.suites, renegotiationSignal)),
  'lacks-extended-master-secret': (offer) => void (offer.hasExtendedMasterSecret = false),
  'sends-no-server-name': (offer) => void (offer.serverName = null),
  'names-another-server': (offer) => void (offer.serverName &&= `other.${offer.serverName}`),
  'offers-compression': (offer) => void offer.compressions.unshift(1),
  'offers-compression-in-tls12': (offer) => {
    only12(offer);
    offer.compressions.unshift(1);
  },
  'offers-truncated-hmac': also(4, Buffer.alloc(0)),
  'offers-heartbeat': also(15, Buffer.from([1])),
  'offers-foreign-protocol': also(extension.protocols, vector(2, vector(1, Buffer.from('h2')))),
  'offers-early-data': (offer) => {
    also(extension.earlyData, Buffer.alloc(0))(offer);
    also(extension.preSharedKey, unknownPsk())(offer);
  },
  'offers-psk-without-dhe': (offer) => void offer.pskModes.push(0),
  'sends-fallback-signal': (offer) => void offer.suites.push(fallbackSignal),
  'sends-extension-twice': also(extension.extendedMasterSecret, Buffer.alloc(0)),
  'sends-psk-in-the-middle': (offer) => {
    also(extension.preSharedKey, unknownPsk())(offer);
    also(extension.padding, Buffer.alloc(8))(offer);
  },
  'shares-unlisted-group': (offer) => {
    offer.shares.push(makeKeyShare(25)!);
    offer.groups = without(offer.groups, 25);
  },
  'shares-group-twice': (offer) => void offer.shares.push(makeKeyShare(x25519)!),
  'sends-no-groups': (offer) => void offer.leftOut.push(extension.supportedGroups),
  'sends-no-key-share': (offer) => void offer.leftOut.push(extension.keyShare),
  'sends-low-record-version': (offer) => void (offer.recordVersion = 0x0200),
  'repeats-client-random': (offer) => void (offer.random = repeated),
  'sends-time-in-random': (offer) => void offer.random.writeUInt32BE(Math.floor(Date.now() / 1000), 0),
  'offers-post-quantum-group': (offer) => void offer.groups.push(0x11ec),
  'sends-grease': (offer) => {
    offer.suites.unshift(grease);
    offer.groups.unshift(grease);
    offer.versions.unshift(grease);
    also(grease, Buffer.alloc(0))(offer);
  },
  'sends-large-hello': also(extension.padding, Buffer.alloc(4000)),
};

/** Whoever goes on with something old offers what belongs to it. */
const byOtherFlaws: Partial<Record<FlawName, Alteration>> = {
  'accepts-small-dh-group': alsoSuites(0x009e, 0x009f),
  'accepts-ssl3': alsoSuites(0xc013, 0x002f),
  'accepts-tls11-despite-sentinel': alsoSuites(0xc013, 0x002f),
};

export function alter(offer: Offer, rules: Rules): void {
  for (const [flaw, alteration] of Object.entries({ ...alterations, ...byOtherFlaws })) {
    if (rules.has(flaw as FlawName)) alteration(offer);
  }
}
