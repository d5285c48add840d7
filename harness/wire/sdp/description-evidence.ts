/** A session description as evidence: all its lines that matter for encryption, and no key. */
import type { CryptoLine, Description, MediaLine } from '../../evidence.ts';
import { type CryptoAttribute, keyFingerprint, maskKeys, maskKeyText, parseCrypto } from './crypto-attribute.ts';
import { parseSdp, type SdpMedia } from './sdp.ts';

const keptOctets = 16 * 1024;
const keptCrypto = 64;
const keptMedia = 32;
const keptParameters = 20;
const keptSigns = 200;

export function describeForEvidence(text: string): Pick<Description, 'text' | 'sessionCrypto' | 'media'> {
  const description = parseSdp(text);
  const session = description.lines.filter((line) => /^a=crypto:/i.test(line)).slice(0, keptCrypto);
  return {
    // Masked before it is cut, so that no half of a key is left at the end.
    text: maskKeys(text).slice(0, keptOctets),
    sessionCrypto: session
      .map((line) => parseCrypto(line.slice('a=crypto:'.length)))
      .filter((line) => line !== null)
      .map(cryptoLine),
    media: description.media.slice(0, keptMedia).map(mediaLine),
  };
}

const mediaLine = ({ kind, port, profile, formats, direction, crypto, brokenCrypto }: SdpMedia): MediaLine => ({
  kind,
  port,
  profile,
  formats,
  direction,
  crypto: crypto.slice(0, keptCrypto).map(cryptoLine),
  brokenCrypto: brokenCrypto.slice(0, keptCrypto).map((value) => maskKeyText(value).slice(0, keptSigns)),
});

export const cryptoLine = ({ tag, suite, keys, sessionParameters }: CryptoAttribute): CryptoLine => ({
  tag,
  suite,
  keys:
    keys?.map(({ octets, padded, lifetime, mki }) => ({
      octets: octets.length,
      fingerprint: keyFingerprint(octets),
      padded,
      lifetime,
      mki: mki && { value: mki.value.toString(), octets: mki.octets },
    })) ?? null,
  parameters: sessionParameters.slice(0, keptParameters).map((one) => maskKeyText(one).slice(0, keptSigns)),
});
