/** Encryption where the far end can (RFC 8643). */
import { byScript } from '../../../harness/judge/media/by-script.ts';
import { keepsThroughout } from '../../../harness/judge/media/call-steps.ts';
import {
  answersInClearOrRefuses,
  answersOpportunistic,
  offersOpportunistic,
  staysSecured,
  takesOneLine,
  toldOfDowngrade,
} from '../../../harness/judge/media/opportunistic.ts';
import { followsThePolicyTable } from '../../../harness/judge/media/srtp-policy.ts';
import { defineRequirements } from '../../../harness/requirement.ts';

const heard = 'anyone on the path hears a call that both sides could have encrypted';
const apart = 'devices that could talk to each other do not';
const needs = ['call', 'srtp', 'osrtp'] as const;

const protectedAgain = {
  expected: 'crypto in every description, no packet in clear, and both sides heard after the new offer',
  describes: 'crypto',
} as const;

export const { requirements } = defineRequirements({
  'OSRT-01': {
    level: 'MUST',
    clause: 'RFC 8643 §3.1',
    sentence: 'Offer RTP/AVP with crypto lines where encryption is optional.',
    risk: heard,
    gain: 'reading',
    needs,
    judge: offersOpportunistic,
  },
  'OSRT-02': {
    level: 'MUST',
    clause: 'RFC 8643 §3.3',
    sentence: 'Encrypt both ways when an optional offer is answered with crypto.',
    risk: heard,
    gain: 'reading',
    needs,
    judge: followsThePolicyTable,
  },
  'OSRT-03': {
    level: 'MUST',
    clause: 'RFC 8643 §3.3; policy',
    sentence: 'Go on with plain RTP when an optional offer is answered without crypto.',
    risk: apart,
    gain: 'interoperability',
    needs,
    judge: followsThePolicyTable,
  },
  'OSRT-04': {
    level: 'MUST',
    clause: 'RFC 8643 §3.2',
    sentence: 'Answer RTP/AVP with crypto as RTP/AVP with one of its crypto lines.',
    risk: heard,
    gain: 'reading',
    needs,
    judge: answersOpportunistic,
  },
  'OSRT-06': {
    level: 'MUST',
    clause: 'RFC 8643 §3.2, §3.3',
    sentence: 'Send nothing in clear where a key was agreed and what comes does not authenticate.',
    risk: 'whoever disturbs the media makes the device send it in clear',
    gain: 'reading',
    needs,
    judge: staysSecured,
  },
  'OSRT-07': {
    level: 'policy',
    clause: 'policy; RFC 8643 §3.4',
    sentence: 'Offer and answer crypto again when an encrypted call is negotiated anew.',
    risk: heard,
    gain: 'reading',
    needs: [...needs, 'media-echo'],
    judge: byScript(
      { 'is-held': keepsThroughout({ ...protectedAgain, steps: { before: 'basis', after: 'basis' }, reoffers: 2 }) },
      keepsThroughout({ ...protectedAgain, steps: { before: 'basis', 're-INVITE': 'accepted', after: 'basis' } }),
    ),
  },
  'OSRT-08': {
    level: 'policy',
    clause: 'policy',
    sentence: 'Answer RTP/AVP with crypto in clear, or refuse it, where encryption is disabled.',
    risk: apart,
    gain: 'interoperability',
    needs: ['call', 'srtp'],
    judge: answersInClearOrRefuses,
  },
  'OSRT-09': {
    level: 'policy',
    clause: 'policy',
    sentence: 'Take one of two lines, RTP/AVP and RTP/SAVP, and refuse the other.',
    risk: 'media goes to two places, one of them in clear',
    gain: 'reading',
    needs: ['call', 'srtp'],
    judge: takesOneLine,
  },
  'OSRT-10': {
    level: 'policy',
    clause: 'policy',
    sentence: 'Tell what becomes of an optional call whose crypto lines somebody takes away.',
    risk: heard,
    gain: 'reading',
    needs,
    judge: toldOfDowngrade,
  },
});
