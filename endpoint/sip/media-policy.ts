/** What the encryption setting allows, as pure functions of offer and answer. `Standard` is mandatory encryption. */
import { codecs, isPayloadType, type PayloadType } from '../media/audio.ts';
import { suiteNames, type SuiteName } from '../media/suites.ts';
import type { Flaws } from '../flaws.ts';
import type { Settings } from '../settings/settings.ts';
import { readCryptoLines, type CryptoLine } from './crypto-attribute.ts';
import { acceptableLines } from './own-crypto.ts';
import type { MediaDescription } from './sdp.ts';

export interface Policy {
  srtp: Settings['srtp'];
  flaws: Flaws;
}

export type Profile = 'RTP/AVP' | 'RTP/SAVP';

const allowedSuites = ({ cryptoSuite }: Settings['srtp']): readonly SuiteName[] =>
  cryptoSuite === 'All Suites' ? suiteNames : [cryptoSuite];

/** `Standard`: RTP/SAVP. `Optional`: RTP/AVP with crypto lines (RFC 8643 §3.1). `Disabled`: RTP/AVP. */
export function planOffer({ srtp, flaws }: Policy): { profile: Profile; suites: readonly SuiteName[] } {
  const mandatory = srtp.sdpSrtpOffer === 'Standard';
  if (srtp.sdpSrtpOffer === 'Disabled' || (mandatory && flaws.has('plain-offer-in-mandatory')))
    return { profile: 'RTP/AVP', suites: [] };
  return { profile: mandatory ? 'RTP/SAVP' : 'RTP/AVP', suites: allowedSuites(srtp) };
}

/** A stream that can be used, and how. */
export interface Agreement {
  /** Place of its media line in the remote description. */
  at: number;
  remote: MediaDescription & { address: string };
  payloadType: PayloadType;
  /** Of the answer. */
  profile: Profile;
  /** The remote side's chosen line; null: plain RTP. */
  crypto: CryptoLine | null;
  /** Of an offer: this line and those that could have been taken in its place. */
  acceptable?: readonly CryptoLine[];
}

/** Of several usable streams an encrypted one is taken first. @returns the reason for a 488 when none is usable. */
export function assessOffer(descriptions: readonly MediaDescription[], policy: Policy): Agreement | string {
  const assessed = descriptions.flatMap((description, at) =>
    description.media === 'audio' && description.port !== 0 ? [assessStream(description, at, policy)] : [],
  );
  const usable = assessed.filter((each) => typeof each !== 'string');
  return usable.find(({ crypto }) => crypto) ?? usable[0] ?? assessed[0] ?? 'there is no audio stream in the offer';
}

function assessStream(remote: MediaDescription, at: number, policy: Policy): Agreement | string {
  const { srtp, flaws } = policy;
  const basis = basics(remote, at);
  if (typeof basis === 'string') return basis;
  const secureProfile = basis.profile === 'RTP/SAVP';
  if (srtp.sdpSrtpOffer === 'Disabled') {
    if (!secureProfile) return { ...basis, crypto: null };
    // RFC 4568 §5.1.2: a secure stream is refused, never answered as another one.
    return flaws.has('answers-secure-in-disabled')
      ? { ...basis, profile: 'RTP/AVP', crypto: null }
      : 'RTP/SAVP is offered and encryption is disabled';
  }
  const { usable, problems } = readCryptoLines(remote.crypto, flaws);
  const acceptable = acceptableLines(usable, allowedSuites(srtp), flaws);
  const [crypto] = acceptable;
  if (crypto) return { ...basis, crypto, acceptable };
  const because = problems.length > 0 ? ` (${problems.join('; ')})` : '';
  if (secureProfile) return `RTP/SAVP is offered without a crypto line that is acceptable here${because}`;
  const refused =
    srtp.sdpSrtpOffer === 'Standard' ? !flaws.has('answers-plain-in-mandatory') : flaws.has('refuses-optional');
  return refused ? `an unencrypted stream is offered and not allowed${because}` : { ...basis, crypto: null };
}

/** What this device offered and waits to have answered. */
export interface Offered {
  profile: Profile;
  crypto: readonly CryptoLine[];
}

/**
 * RFC 4568 §5.1.3 and §7.1.3: the answer has one line, with a tag and suite of the offer; anything else ends the call.
 * @returns the agreement with the line of our own that was chosen, or the reason to end the call.
 */
export function assessAnswer(
  descriptions: readonly MediaDescription[],
  offered: Offered,
  { srtp, flaws }: Policy,
): (Agreement & { local: CryptoLine | null }) | string {
  const [remote, ...more] = descriptions;
  if (!remote || more.length > 0) return 'the answer has not the one media line that the offer had';
  if (remote.port === 0) return 'the answer refuses the stream';
  const basis = basics(remote, 0);
  if (typeof basis === 'string') return basis;
  const plain = { ...basis, crypto: null, local: null };
  const mandatory = srtp.sdpSrtpOffer === 'Standard';
  if (remote.crypto.length === 0 && offered.crypto.length > 0 && mandatory)
    return flaws.has('plain-fallback-in-mandatory') ? plain : 'the answer has no crypto line: it would be in clear';
  if (basis.profile !== offered.profile) return `the answer says ${basis.profile}, the offer ${offered.profile}`;
  if (remote.crypto.length === 0)
    return offered.crypto.length > 0 && (flaws.has('refuses-optional') || flaws.has('ends-call-at-stripped-crypto'))
      ? 'the answer has no crypto line: it would be in clear'
      : plain;
  const { usable, problems } = readCryptoLines(remote.crypto, flaws);
  const [crypto] = usable;
  if (!crypto || remote.crypto.length > 1)
    return problems[0] ?? `the answer has ${remote.crypto.length} crypto lines instead of one`;
  const local =
    offered.crypto.find(({ tag }) => tag === crypto.tag) ??
    (flaws.has('ignores-answer-tag') ? offered.crypto.find(({ suite }) => suite === crypto.suite) : undefined);
  if (!local) return `the answer's crypto tag ${crypto.tag} was not offered`;
  if (local.suite !== crypto.suite && !flaws.has('ignores-answer-suite'))
    return `the answer says ${crypto.suite} where ${local.suite} was offered`;
  // RFC 4568 §7.1.2: with one key both ways the two keystreams would be the same.
  if (local.key.equals(crypto.key)) return 'the answer repeats the key of the offer';
  return { ...basis, crypto, local };
}

function basics(remote: MediaDescription, at: number): Omit<Agreement, 'crypto'> | string {
  const { address, profile } = remote;
  if (remote.media !== 'audio') return `a stream of ${remote.media} instead of audio`;
  if (profile !== 'RTP/AVP' && profile !== 'RTP/SAVP') return `the profile ${profile} is not supported`;
  if (address === null) return 'the stream has no IP address';
  const payloadType = remote.formats.map(Number).find(isPayloadType);
  if (payloadType === undefined)
    return `none of the formats ${remote.formats.join(' ')} is one of ${Object.keys(codecs).join(' ')}`;
  return { at, remote: { ...remote, address }, payloadType, profile };
}
