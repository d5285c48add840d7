/** The ServerHello (RFC 5246 §7.4.1.3; RFC 8446 §4.1.3), and what is demanded of it in every version. */
import { version, versionName } from '../messages.ts';
import { extension, renegotiationSignal, ssl3 } from './numbers.ts';
import { Octets, readExtensions, type Extension } from './octets.ts';
import { extensionsOf, offersTls13, type Offer } from './offer.ts';
import { Breach, type Rules } from './rules.ts';
import { flawsBearing, isOfTls13, isSignal } from './suites.ts';

export interface ServerHello {
  legacyVersion: number;
  random: Buffer;
  sessionId: Buffer;
  suite: number;
  compression: number;
  extensions: Extension[];
  isTls13: boolean;
}

export function readServerHello(body: Buffer, rules: Rules): ServerHello {
  const isLenient = rules.has('accepts-malformed-messages');
  const octets = new Octets(body, isLenient);
  const legacyVersion = octets.uint(2);
  const random = octets.take(32);
  const sessionId = octets.vector(1);
  const suite = octets.uint(2);
  const compression = octets.uint(1);
  const extensions = octets.isEmpty ? [] : readExtensions(octets.vector(2), isLenient);
  rules.must(
    octets.isEmpty,
    'decode_error',
    'there is more in the ServerHello than it says',
    'accepts-malformed-messages',
  );
  const types = new Set(extensions.map(({ type }) => type));
  const isOnce = types.size === extensions.length;
  rules.must(isOnce, 'illegal_parameter', 'the server sent an extension twice', 'accepts-duplicate-answers');
  const hello = { legacyVersion, random, sessionId, suite, compression, extensions };
  return { ...hello, isTls13: types.has(extension.supportedVersions) };
}

export const dataOf = (extensions: readonly Extension[], wanted: number): Buffer | null =>
  extensions.find(({ type }) => type === wanted)?.data ?? null;

/** Throws Breach. The version is TLS 1.2 or 1.3 afterwards, or one that a flaw bears with. */
export function checkVersion(
  hello: ServerHello,
  offer: Offer,
  rules: Rules,
  accepts: (number: number) => boolean,
): void {
  const selected = dataOf(hello.extensions, extension.supportedVersions);
  if (selected) {
    const number = selected.length === 2 ? selected.readUInt16BE(0) : 0;
    // RFC 8446 §4.2.1: nothing below TLS 1.3 is selected that way, and nothing that was not offered.
    const isOffered = number >= version.tls13 && offer.versions.includes(number);
    const text = `the server selected ${versionName(number)} by supported_versions`;
    rules.must(isOffered, 'illegal_parameter', text, 'accepts-unknown-version');
    hello.isTls13 = isOffered || dataOf(hello.extensions, extension.keyShare) !== null;
    return;
  }
  const number = hello.legacyVersion;
  if (number === version.tls12 && accepts(number)) return checkSentinel(hello, offer, rules);
  if (number === version.tls11 && rules.has('accepts-tls11-despite-sentinel')) return;
  const isKnown = number >= ssl3 && number <= version.tls12;
  const text = `the server selected ${versionName(number)}, which the device does not speak`;
  const bearing = number === ssl3 ? 'accepts-ssl3' : 'accepts-unknown-version';
  rules.must(isKnown && number !== ssl3, 'protocol_version', text, bearing);
  if (isKnown && number !== ssl3) throw new Breach('protocol_version', text);
}

/** RFC 8446 §4.1.3. */
const sentinel = Buffer.from('DOWNGRD');

function checkSentinel({ random }: ServerHello, offer: Offer, rules: Rules): void {
  if (!offersTls13(offer) || !random.subarray(24, 31).equals(sentinel)) return;
  const text = 'the random of the server says that it could speak a higher version';
  rules.must(random[31] !== 1, 'illegal_parameter', text, 'ignores-downgrade-sentinel');
  rules.must(random[31] !== 0, 'illegal_parameter', text, 'ignores-lower-sentinel');
}

export function checkSuite({ suite, isTls13, compression }: ServerHello, offer: Offer, rules: Rules): void {
  const isOffered = offer.suites.includes(suite) && !isSignal(suite);
  const text = `the server selected the cipher suite 0x${suite.toString(16)}, which was not offered`;
  rules.must(isOffered, 'illegal_parameter', text, ...flawsBearing(suite));
  const isOfVersion = !isOffered || isOfTls13(suite) === isTls13;
  const mixed = 'the server selected a cipher suite of another version';
  rules.must(isOfVersion, 'illegal_parameter', mixed, 'mixes-suites-of-versions');
  rules.must(compression === 0, 'illegal_parameter', 'the server selected a compression', 'accepts-compression');
}

/** RFC 5246 §7.4.1.4, RFC 8446 §4.2: only what was asked for is answered. `allowed`: where this message may answer it. */
export function checkAnswers(
  extensions: readonly Extension[],
  offer: Offer,
  rules: Rules,
  allowed: (type: number) => boolean,
): void {
  const asked = new Set(extensionsOf(offer).map(({ type }) => type));
  if (offer.suites.includes(renegotiationSignal)) asked.add(extension.renegotiationInfo);
  for (const { type } of extensions) {
    const unasked = `the server answered the extension ${type}, which was not sent`;
    const isPsk = type === extension.preSharedKey ? (['accepts-unoffered-psk'] as const) : [];
    rules.must(asked.has(type), 'unsupported_extension', unasked, 'accepts-unsolicited-extensions', ...isPsk);
    const misplaced = `the extension ${type} does not belong into that message`;
    rules.must(allowed(type) || !asked.has(type), 'illegal_parameter', misplaced, 'accepts-unsolicited-extensions');
  }
}
