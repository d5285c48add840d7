/** Crypto lines that break the grammar, or ask for what is not usual (RFC 4568 §6, §9). */
import type { SrtpSuite } from '../../wire/media/srtp-suites.ts';
import type { CallScript } from '../call-script.ts';
import { ownCrypto, type OwnCrypto, withAudio, withCrypto } from '../own-description.ts';
import { largeDescriptions } from './large-descriptions.ts';

/** Compared with the honest far end, unless it says otherwise. */
type Entry = Omit<CallScript, 'like'>;
type Change = (line: OwnCrypto) => Partial<OwnCrypto>;

/** What is written behind `inline:` of a right line. */
const keyOf = ({ master }: OwnCrypto): string => master.toString('base64');

const verbatim =
  (value: (line: OwnCrypto) => string): Change =>
  (line) => ({ verbatim: value(line) });
const key =
  (keyText: (line: OwnCrypto) => string): Change =>
  (line) => ({ keyText: keyText(line) });
const lifetime =
  (value: string): Change =>
  () => ({ lifetime: value });
const identifier =
  (octets: string): Change =>
  () => ({ lifetime: '2^20', mki: { value: '1', octets } });
const parameter =
  (name: string): Change =>
  () => ({ parameters: [name] });

/** The one line of the far end, changed. In an offer the device has that to take, or nothing. */
const only = (title: string, change: Change): Entry => ({
  title: `has as its only crypto line ${title}`,
  describe: (own) => withCrypto(own, (lines) => lines.map((line) => ({ ...line, ...change(line) }))),
});

/** The same line, and a good one of number 2 behind it. */
const beforeGood = (title: string, change: Change): Entry => ({
  title: `offers a good crypto line behind ${title}`,
  describe: (own) =>
    withCrypto(own, (lines) => lines.flatMap((line) => [{ ...line, ...change(line) }, ownCrypto(2, line.suite)])),
});

const emptyLine = verbatim(() => '');
const unknownSuite: Change = () => ({ suiteName: 'UNKNOWN_128_HMAC_SHA1_80' });

/** A suite with the same length of keys that is not the one of the line. */
const otherSuite = ({ suite }: OwnCrypto): SrtpSuite =>
  suite === 'AES_CM_128_HMAC_SHA1_80' ? 'AES_CM_128_HMAC_SHA1_32' : 'AES_CM_128_HMAC_SHA1_80';

/** Keys of these suites end in padding: 46 octets in two signs, 44 in one. */
const withKeys = (suite: SrtpSuite, title: string, keyText: (line: OwnCrypto) => string): Entry => ({
  ...only(`${suite} with its key ${title}`, key(keyText)),
  suites: [suite],
});
const unpadded = (line: OwnCrypto): string => keyOf(line).replace(/=+$/, '');

const fingerprint = `a=fingerprint:sha-256 ${'5A'.repeat(32).match(/../g)?.join(':') ?? ''}`;

export const cryptoLines = {
  'crypto-empty': only('an empty one', emptyLine),
  'crypto-tag-alone': only(
    'a tag alone',
    verbatim(({ tag }) => tag),
  ),
  'crypto-without-tag': only(
    'one without a tag',
    verbatim((line) => `${line.suiteName} inline:${keyOf(line)}`),
  ),
  'crypto-tag-word': only('one whose tag is a word', () => ({ tag: 'FOO' })),
  'crypto-tag-long': only('one whose tag has twelve digits', () => ({ tag: '100000000000' })),
  'crypto-suite-unknown': only('one of an unknown suite', unknownSuite),
  'crypto-suite-missing': only(
    'one without a suite',
    verbatim((line) => `${line.tag} inline:${keyOf(line)}`),
  ),
  'crypto-suite-f8': only('F8_128_HMAC_SHA1_80', () => ({ suiteName: 'F8_128_HMAC_SHA1_80' })),
  'crypto-suite-null': only('NULL_HMAC_SHA1_80', () => ({ suiteName: 'NULL_HMAC_SHA1_80' })),
  'crypto-key-missing': only(
    'one without a key',
    verbatim(({ tag, suiteName }) => `${tag} ${suiteName}`),
  ),
  'crypto-key-empty': only(
    'one with a key of no octets',
    key(() => ''),
  ),
  'crypto-key-half': only(
    'one with half a key',
    key(({ master }) => master.subarray(0, master.length / 2).toString('base64')),
  ),
  'crypto-key-long': only(
    'one with a key that is an octet too long',
    key(({ master }) => Buffer.concat([master, master.subarray(0, 1)]).toString('base64')),
  ),
  'crypto-method-missing': only(
    'one with a key without "inline:"',
    verbatim((line) => `${line.tag} ${line.suiteName} ${keyOf(line)}`),
  ),
  'crypto-method-other': only(
    'one with a key by the method "outline"',
    verbatim((line) => `${line.tag} ${line.suiteName} outline:${keyOf(line)}`),
  ),
  'crypto-base64-signs': only(
    'one with signs in its key that are no base64',
    key((line) => `${keyOf(line).slice(0, 20)}!!${keyOf(line).slice(20)}`),
  ),
  'crypto-base64-url': only(
    'one with a key in the base64 of URLs',
    key((line) => `-_${keyOf(line).slice(2)}`),
  ),
  'crypto-lifetime-power': only('one with the lifetime 2^20', lifetime('2^20')),
  'crypto-lifetime-number': only('one with the lifetime 1048576', lifetime('1048576')),
  'crypto-lifetime-zero': only('one with the lifetime 0', lifetime('0')),
  'crypto-lifetime-long': only('one with the lifetime 2^49', lifetime('2^49')),
  'crypto-lifetime-word': only('one whose lifetime is a word', lifetime('FOO')),
  'crypto-mki': only('one with an MKI of four octets', identifier('4')),
  'crypto-mki-empty': only('one with an MKI of no octets', identifier('0')),
  'crypto-mki-long': only('one with an MKI of 129 octets', identifier('129')),
  'crypto-mki-word': only('one with an MKI whose length is a word', identifier('FOO')),
  'crypto-parameter-unknown': only('one with the session parameter FOO=1', parameter('FOO=1')),
  'crypto-parameter-optional': only('one with the session parameter -FOO=1', parameter('-FOO=1')),
  'crypto-unencrypted-srtp': only('one with UNENCRYPTED_SRTP', parameter('UNENCRYPTED_SRTP')),
  'crypto-unencrypted-srtcp': {
    ...only('one with UNENCRYPTED_SRTCP', parameter('UNENCRYPTED_SRTCP')),
    // Of a device that takes it.
    talking: (talk) => talk.reports('reports', 1),
  },
  'crypto-unauthenticated': only('one with UNAUTHENTICATED_SRTP', parameter('UNAUTHENTICATED_SRTP')),
  'crypto-empty-then-good': beforeGood('an empty one', emptyLine),
  'crypto-unknown-then-good': beforeGood('one of an unknown suite', unknownSuite),
  'crypto-other-tag': only('one with a tag that was not offered', () => ({ tag: '99' })),
  'crypto-other-suite': only('one with the tag of another suite', (line) => ({
    suiteName: otherSuite(line),
    suite: otherSuite(line),
  })),
  // Either form is compared with the other one: a device that takes neither does not speak the suite.
  'crypto-padded-46': { ...withKeys('AES_256_CM_HMAC_SHA1_80', 'padded', keyOf), like: 'crypto-unpadded-46' },
  'crypto-unpadded-46': { ...withKeys('AES_256_CM_HMAC_SHA1_80', 'unpadded', unpadded), like: 'crypto-padded-46' },
  'crypto-padded-44': { ...withKeys('AEAD_AES_256_GCM', 'padded', keyOf), like: 'crypto-unpadded-44' },
  'crypto-unpadded-44': { ...withKeys('AEAD_AES_256_GCM', 'unpadded', unpadded), like: 'crypto-padded-44' },
  'crypto-of-session': {
    title: 'offers its crypto line at the session level',
    describe: (own) => ({
      ...withCrypto(own, () => []),
      attributes: own.media.flatMap(({ crypto }) =>
        crypto.map((l) => `a=crypto:${l.tag} ${l.suiteName} inline:${keyOf(l)}`),
      ),
    }),
  },
  'refused-stream': {
    title: 'offers a stream of port 0 before its own',
    describe: (own) => ({ ...own, media: own.media.flatMap((live) => [{ ...live, port: 0, crypto: [] }, live]) }),
  },
  'refused-stream-with-crypto': {
    title: 'offers a stream of port 0 with a crypto line before its own',
    like: 'refused-stream',
    describe: (own) => ({
      ...own,
      media: own.media.flatMap((live) => [
        { ...live, port: 0 },
        { ...live, crypto: live.crypto.map(({ suite }) => ownCrypto(7, suite)) },
      ]),
    }),
  },
  'crypto-and-fingerprint': {
    title: 'offers DTLS-SRTP beside its crypto line',
    describe: (own) => withAudio(own, () => ({ attributes: ['a=setup:actpass', fingerprint] })),
  },
  ...largeDescriptions,
} as const satisfies Record<string, CallScript>;
