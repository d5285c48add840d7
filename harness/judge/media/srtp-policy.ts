/** Whether a call is encrypted, plain or refused, as the two policies demand; judged by what flowed. */
import type { Call, SrtpPolicy } from '../../evidence.ts';
import type { Judge } from '../../requirement.ts';
import { isPlainProfile, isSecureProfile } from '../../wire/sdp/profiles.ts';
import { callControlsFailed, callsOf, flowed, isRefusal, judgedCall, media, offered, tell } from './call-part.ts';

/** What the two policies make of a call; symmetric in who calls. */
export function agreed(one: SrtpPolicy, other: SrtpPolicy): 'SRTP' | 'RTP' | 'refused' {
  const both = [one, other];
  if (both.includes('disabled')) return both.includes('mandatory') ? 'refused' : 'RTP';
  return 'SRTP';
}

/**
 * What may come of a call. Optional encryption is offered as RTP/AVP with crypto (RFC 8643 §3.1): a device that must
 * encrypt may take the crypto, or refuse the profile, which nobody can overhear.
 */
function allowed({ direction, devicePolicy, farPolicy }: Call): readonly ('SRTP' | 'RTP' | 'refused')[] {
  const outcome = agreed(devicePolicy, farPolicy);
  const asked = direction === 'incoming' && devicePolicy === 'mandatory' && farPolicy === 'optional';
  return asked ? [outcome, 'refused'] : [outcome];
}

export const followsThePolicyTable: Judge = (evidence) => {
  const first = callsOf(evidence, 'case').at(-1);
  const wanted = first ? allowed(first) : [];
  const expected = `${wanted.join(' or ')} (device ${first?.devicePolicy}, far end ${first?.farPolicy}), judged by what flowed`;
  const look = judgedCall(evidence, expected);
  if ('finding' in look) return look.finding;
  const seen = flowed(look.call);
  const told = { expected, seen: `${seen}: ${tell(look.call)}` };
  const fits = wanted.some((one) => one === seen);
  if (media(look.call) > 0) return { verdict: fits ? 'pass' : 'fail', ...told };
  // Nothing flowed: rightly or not, only a device that manages the control call has refused.
  const control = callControlsFailed(evidence, expected);
  if (control) return control;
  return { verdict: fits ? 'pass' : seen === 'nothing' ? 'inconclusive' : 'fail', ...told };
};

/** RFC 4568 §5.1.1, §7.1.1: RTP/SAVP with at least one crypto line and nothing plain beside it. */
export const offersOnlySecure: Judge = (evidence) => {
  const expected = 'an offer of RTP/SAVP (or SAVPF) with at least one crypto line and no plain alternative';
  const look = judgedCall(evidence, expected);
  if ('finding' in look) return look.finding;
  const { offer } = look.call;
  if (!offer) return { verdict: 'inconclusive', expected, seen: 'the device sent no INVITE with an offer' };
  const profiles = [...offer.text.matchAll(/^m=\S+ (\d+)\S* (\S+)/gm)]
    .filter((line) => line[1] !== '0')
    .map((line) => line[2]);
  const plain = profiles.find((profile) => isPlainProfile(profile ?? ''));
  if (plain)
    return {
      verdict: 'fail',
      expected,
      seen: `offers ${plain}${offer.crypto.length > 0 ? ' with crypto' : ' without crypto'}`,
    };
  if (offer.crypto.length === 0) return { verdict: 'fail', expected, seen: `${offer.profile} without a crypto line` };
  const weak = weakLine(look.call);
  if (weak) return { verdict: 'fail', expected, seen: `offers ${weak}` };
  return { verdict: 'pass', expected, seen: `${profiles.join(', ')} with ${offer.crypto.length} crypto lines` };
};

/** What stands in the first offer of the device beside its good lines: something in clear, or as good as that. */
function weakLine({ offer, descriptions }: Call): string | null {
  // RFC 5939: a potential configuration that the other side may choose.
  if (/^a=tcap:\d+ (.* )?RTP\/AVPF?\b/im.test(offer?.text ?? '')) return 'a plain profile as a capability';
  const live = descriptions.find(({ from }) => from === 'device')?.media.filter(({ port }) => port > 0) ?? [];
  const bare = live.find(({ profile, crypto }) => isSecureProfile(profile) && crypto.length === 0);
  if (bare) return `${bare.kind} by ${bare.profile} without a crypto line`;
  // RFC 4568 §6.3.2: a line by which nothing is encrypted.
  const open = live
    .flatMap(({ crypto }) => crypto)
    .find(({ suite, parameters }) => /^NULL_/i.test(suite) || parameters.includes('UNENCRYPTED_SRTP'));
  return open ? `${[open.suite, ...open.parameters].join(' ')}, which encrypts nothing` : null;
}

/** The device is called with an offer that its policy forbids: refused, and not one packet of media. */
export function refusesOffer({ of }: { of: string }): Judge {
  return (evidence) => {
    const expected = `${of} refused (488 or port 0) and no media`;
    const look = judgedCall(evidence, expected);
    if ('finding' in look) return look.finding;
    const { call } = look;
    if (media(call) > 0 || (call.status && call.status.code < 300 && call.answer?.port !== 0)) {
      return { verdict: 'fail', expected, seen: `answered: ${tell(call)}` };
    }
    if (!offered(call) || call.status === null || call.status.by !== 'device') {
      return { verdict: 'inconclusive', expected, seen: `the device gave no final answer of its own: ${tell(call)}` };
    }
    if (call.status.code >= 300 && !isRefusal(call.status)) {
      return { verdict: 'inconclusive', expected, seen: `an answer that is not about the offer: ${tell(call)}` };
    }
    return callControlsFailed(evidence, expected) ?? { verdict: 'pass', expected, seen: tell(call) };
  };
}

/** It is the stream that has failed: a device may take that away alone, by another offer with port 0 (RFC 3264 §8.2). */
const withdrawn = ({ descriptions }: Call): boolean => {
  const last = descriptions.findLast(({ from, role }) => from === 'device' && role === 'offer');
  return last !== undefined && last.media.length > 0 && last.media.every(({ port }) => port === 0);
};

/** RFC 4568 §5.1.3, §7.1.3: an answer without crypto to a mandatory offer ends the call before a single packet. */
export const endsWithoutCrypto: Judge = (evidence) => {
  const expected = 'the call ended by the device and not one RTP packet sent';
  const look = judgedCall(evidence, expected);
  if ('finding' in look) return look.finding;
  const { call } = look;
  if (media(call) > 0) return { verdict: 'fail', expected, seen: tell(call) };
  if (!call.offer || !call.answer)
    return { verdict: 'inconclusive', expected, seen: `no answer reached the device: ${tell(call)}` };
  if (call.offer.crypto.length === 0) {
    return { verdict: 'inconclusive', expected, seen: `the offer had no crypto to leave unanswered: ${tell(call)}` };
  }
  if (call.ended.by !== 'device' && !withdrawn(call))
    return { verdict: 'fail', expected, seen: `the call stayed up: ${tell(call)}` };
  return callControlsFailed(evidence, expected) ?? { verdict: 'pass', expected, seen: tell(call) };
};
