/** What it offers and takes as suites and keys (RFC 4568 §6.2, RFC 6188, RFC 7714). */
import { type SrtpSuite, srtpSuites } from '../../wire/media/srtp-suites.ts';
import type { CallScript } from '../call-script.ts';
import { ownCrypto, type OwnCrypto, withCrypto } from '../own-description.ts';
import type { Talk } from '../talk.ts';

const suiteNames = Object.keys(srtpSuites) as SrtpSuite[];

/** An entry of that kind for each suite, by its name. */
const each = <Prefix extends string, Suite extends SrtpSuite>(
  prefix: Prefix,
  names: readonly Suite[],
  entry: (suite: Suite) => CallScript,
): Record<`${Prefix}-${Suite}`, CallScript> =>
  Object.fromEntries(names.map((suite) => [`${prefix}-${suite}`, entry(suite)])) as Record<
    `${Prefix}-${Suite}`,
    CallScript
  >;

/** A re-INVITE with one line of each suite, under fresh keys, once the device has settled in the session before. */
async function changeTo(talk: Talk, step: string, suites: readonly SrtpSuite[]): Promise<void> {
  await talk.packets(`before ${step}`, 1);
  await talk.reinvite(
    step,
    withCrypto(talk.own, () => suites.map((suite, at) => ownCrypto(at + 1, suite))),
  );
}

const long = 'AES_CM_128_HMAC_SHA1_80';
const short = 'AES_CM_128_HMAC_SHA1_32';

const keyText =
  (written: (base64: string) => string) =>
  (line: OwnCrypto): OwnCrypto => ({ ...line, keyText: written(line.master.toString('base64')) });

/** As many packets as its own keys may protect, by what it says; it sends more. */
const shortLifetime = 32;

const shortTagged = ['AES_CM_128_HMAC_SHA1_32', 'AES_192_CM_HMAC_SHA1_32', 'AES_256_CM_HMAC_SHA1_32'] as const;

export const suites = {
  ...each('suite', suiteNames, (suite) => ({ title: `offers and takes ${suite} alone`, suites: [suite] })),
  ...each('reports', shortTagged, (suite) => ({
    title: `offers ${suite} alone and waits for a report`,
    like: `suite-${suite}`,
    suites: [suite],
    talking: (talk) => talk.reports('reports', 1),
  })),
  'three-suites': {
    title: 'offers three suites under tags that are not in order',
    describe: (own) =>
      withCrypto(own, () => [ownCrypto(31, long), ownCrypto(7, short), ownCrypto(112, 'AES_256_CM_HMAC_SHA1_80')]),
  },
  'both-orders': {
    title: 'offers two suites, then the same in the other order, then the second alone',
    suites: [long, short],
    async talking(talk: Talk) {
      await changeTo(talk, 'the other order', [short, long]);
      await changeTo(talk, 'the second alone', [short]);
    },
  },
  'each-suite': {
    title: 'offers one suite after another',
    async talking(talk: Talk) {
      for (const suite of suiteNames) await changeTo(talk, suite, [suite]);
    },
  },
  'short-lifetime': {
    title: `says that its key is for ${shortLifetime} packets and sends more`,
    describe: (own) => withCrypto(own, (lines) => lines.map(keyText((base64) => `${base64}|${shortLifetime}`))),
    // More than may come back, so that this takes the whole window.
    talking: (talk) => talk.echo('over the end of the key', shortLifetime + 1),
  },
  'two-audio-lines': {
    title: 'offers two audio lines, each with a key of its own',
    describe: (own, { offer, sparePort }) =>
      offer
        ? own
        : {
            ...own,
            media: own.media.flatMap((audio) => [
              audio,
              { ...audio, port: sparePort, crypto: audio.crypto.map(({ suite }) => ownCrypto(1, suite)) },
            ]),
          },
  },
  'same-source': {
    title: 'sends as the source that the device is',
    talking: async (talk) => {
      await talk.echo('before', 3);
      await talk.media('the source of the device', { do: 'source-of-device' });
      await talk.echo('after', 3);
    },
  },
  'with-identifier': {
    title: 'has an MKI in its crypto line and in its packets',
    describe: (own) => withCrypto(own, (lines) => lines.map((line) => ({ ...line, mki: { value: '1', octets: '4' } }))),
  },
} as const satisfies Record<string, CallScript>;
