/** How a crypto line is read (RFC 4568 §6, §9). */
import { byDirection } from '../../../harness/judge/media/by-direction.ts';
import {
  clearsControlOrRefuses,
  honoursOrLeaves,
  readsKey,
  takesLine,
} from '../../../harness/judge/media/crypto-lines.ts';
import { padsItsKeys } from '../../../harness/judge/media/own-lines.ts';
import { endsWithoutCrypto, refusesOffer } from '../../../harness/judge/media/srtp-policy.ts';
import { defineRequirements, type Requirement } from '../../../harness/requirement.ts';
import { failsWithHonestPeers, understoodDifferently } from './risks.ts';

const needs = ['call', 'srtp'] as const;

type Reading = Pick<Requirement, 'clause' | 'sentence' | 'risk'> & Partial<Requirement>;

/** What is not right is left: with no other line the offer is refused (RFC 4568 §5.1.2). */
const leaves = (reading: Reading) => ({
  level: 'MUST' as const,
  gain: 'interoperability' as const,
  needs,
  judge: refusesOffer({ of: 'an offer whose only crypto line cannot be used' }),
  ...reading,
});

const known = 'the call is under a key that anybody can guess';
const clear = 'anyone on the path hears the call although both sides believe it encrypted';

export const { requirements } = defineRequirements({
  'SDES-13': leaves({
    clause: 'RFC 4568 §5.1.2, §9.1',
    sentence: 'Take an empty crypto line for none.',
    risk: known,
    gain: 'reading',
  }),
  'SDES-14': leaves({
    clause: 'RFC 4568 §5.1.2, §9.1',
    sentence: 'Do not use a crypto line that is a tag alone.',
    risk: known,
    gain: 'reading',
  }),
  'SDES-15': leaves({
    clause: 'RFC 4568 §5.1.2, §9.1',
    sentence: 'Do not use a crypto line without a tag.',
    risk: understoodDifferently,
  }),
  'SDES-16': leaves({
    clause: 'RFC 4568 §5.1.2, §9.1',
    sentence: 'Do not use a crypto line whose tag is no number.',
    risk: understoodDifferently,
  }),
  'SDES-17': leaves({
    clause: 'RFC 4568 §5.1.2, §9.1',
    sentence: 'Do not use a crypto line whose tag has more than nine digits.',
    risk: understoodDifferently,
  }),
  'SDES-18': leaves({
    clause: 'RFC 4568 §5.1.2, §7.1.2',
    sentence: 'Do not use a crypto line whose suite is missing or not known.',
    risk: understoodDifferently,
    gain: 'help',
  }),
  'SDES-19': leaves({
    clause: 'RFC 4568 §5.1.2, §9.1',
    sentence: 'Do not use a crypto line without a key.',
    risk: known,
    gain: 'reading',
  }),
  'SDES-20': leaves({
    clause: 'RFC 4568 §6.1, §6.2.1',
    sentence: 'Do not use a crypto line whose key has not the length of its suite.',
    risk: 'the call is under a key that is partly known',
    gain: 'help',
  }),
  'SDES-21': leaves({
    clause: 'RFC 4568 §6.1, §9.2',
    sentence: 'Do not use a crypto line whose key is not given by inline.',
    risk: understoodDifferently,
  }),
  'SDES-22': leaves({
    clause: 'RFC 4568 §6.1, §9.2',
    sentence: 'Do not use a crypto line whose key is not base64.',
    risk: understoodDifferently,
  }),
  'SDES-24': {
    level: 'MUST',
    clause: 'RFC 4568 §6.1; RFC 3548 §2.2',
    sentence: 'Write keys with base64 padding, and read them so.',
    risk: failsWithHonestPeers,
    gain: 'interoperability',
    needs: [...needs, 'media-echo'],
    judge: byDirection({ incoming: readsKey, outgoing: padsItsKeys }),
  },
  'SDES-24-UNPADDED': {
    level: 'policy',
    clause: 'policy; RFC 4568 §6.1',
    sentence: 'Read keys whose base64 padding was left off, too.',
    risk: failsWithHonestPeers,
    gain: 'interoperability',
    needs: [...needs, 'media-echo'],
    judge: readsKey,
  },
  'SDES-25': {
    level: 'MUST',
    clause: 'RFC 4568 §6.1',
    sentence: 'Read the lifetime of a key, as a power of two and as a number.',
    risk: failsWithHonestPeers,
    gain: 'interoperability',
    needs,
    judge: takesLine({ tag: 1 }),
  },
  'SDES-26': leaves({
    clause: 'RFC 4568 §6.1, §6.2',
    sentence: 'Do not use a crypto line whose lifetime is 0, too long or no number.',
    risk: 'a key protects more packets than it may, or the call ends at its first one',
    gain: 'help',
  }),
  'SDES-27': {
    level: 'MUST',
    clause: 'RFC 4568 §6.1, §7.1.2; RFC 3711 §3.1',
    sentence: 'Reckon with the MKI of a key in every packet, or do not use its crypto line.',
    risk: failsWithHonestPeers,
    gain: 'interoperability',
    needs: [...needs, 'media-echo'],
    judge: honoursOrLeaves,
  },
  'SDES-28': leaves({
    clause: 'RFC 4568 §6.1, §9.2',
    sentence: 'Do not use a crypto line with an MKI whose length is not 1 to 128.',
    risk: understoodDifferently,
  }),
  'SDES-29': leaves({
    clause: 'RFC 4568 §6.3.7',
    sentence: 'Do not use a crypto line with a session parameter that is not known.',
    risk: 'what the peer demands of the encryption is not done',
    gain: 'help',
  }),
  'SDES-30': {
    level: 'SHOULD',
    clause: 'RFC 4568 §6.3.7, §5.1.2',
    sentence: 'Use a crypto line whose unknown session parameter begins with a hyphen.',
    risk: failsWithHonestPeers,
    gain: 'interoperability',
    needs,
    judge: takesLine({ tag: 1 }),
  },
  'SDES-31': leaves({
    level: 'policy',
    clause: 'policy; RFC 4568 §6.3.2',
    sentence: 'Refuse SRTP without encryption.',
    risk: clear,
    gain: 'reading',
  }),
  'SDES-32': leaves({
    level: 'SHOULD',
    clause: 'RFC 4568 §6.3.3',
    sentence: 'Refuse SRTP without authentication.',
    risk: 'an attacker can change what is heard',
    gain: 'reading',
  }),
  'SDES-33': {
    level: 'policy',
    clause: 'policy; RFC 4568 §6.3.2',
    sentence: 'Refuse a crypto line that asks for SRTCP without encryption, or do what it asks for.',
    risk: 'the two sides understand different things, and reports on the call are lost',
    gain: 'interoperability',
    needs,
    judge: clearsControlOrRefuses,
  },
  'SDES-34': leaves({
    level: 'policy',
    clause: 'policy; RFC 4568 §5.1.2, §5.1.3',
    sentence: 'Refuse suites of the NULL cipher, calling and called.',
    risk: clear,
    gain: 'reading',
    judge: byDirection({
      incoming: refusesOffer({ of: 'an offer of the NULL cipher alone' }),
      outgoing: endsWithoutCrypto,
    }),
  }),
});
