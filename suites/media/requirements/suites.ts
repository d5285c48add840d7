/** Suites and keys: which are offered, and what they are like (RFC 4568 §6, RFC 6188, RFC 7714). */
import { givesAwayNoMediaKey } from '../../../harness/judge/identity/given-away.ts';
import { byScript } from '../../../harness/judge/media/by-script.ts';
import {
  carriesItsIdentifier,
  heedsLifetime,
  separatesStreams,
  survivesOneSource,
} from '../../../harness/judge/media/key-use.ts';
import { keepsLongControlTag } from '../../../harness/judge/media/control-tag.ts';
import {
  answersOneLine,
  answersWithItsOwnKey,
  writesRegisteredNames,
  writesTags,
  writesWholeKeys,
} from '../../../harness/judge/media/own-lines.ts';
import { makesFreshKeys } from '../../../harness/judge/media/key-series.ts';
import { endsWithOwnKey } from '../../../harness/judge/media/own-lifetime.ts';
import { keepsOfferersOrder } from '../../../harness/judge/media/suite-order.ts';
import { decryptsUnderSuite, sendsTheTag, takesDeclaredSuite } from '../../../harness/judge/media/under-suite.ts';
import { defineRequirements } from '../../../harness/requirement.ts';
import { failsWithHonestPeers } from './risks.ts';

const needs = ['call', 'srtp'] as const;

export const { requirements } = defineRequirements({
  'SDES-06': {
    level: 'MUST',
    clause: 'RFC 4568 §4.1, §9.1',
    sentence: 'Write crypto tags of one to nine digits without leading zeros, each once in a media line.',
    risk: 'the two sides may choose different keys, and the call is silent',
    gain: 'interoperability',
    needs,
    judge: writesTags,
  },
  'SDES-07': {
    level: 'MUST',
    clause: 'RFC 4568 §5.1.2, §7.1.2',
    sentence: 'Answer with exactly one crypto line, with the tag and the suite of the one that was taken.',
    risk: 'the two sides may choose different suites, and the call is silent',
    gain: 'interoperability',
    needs,
    judge: answersOneLine,
  },
  'SDES-08': {
    level: 'MUST',
    clause: 'RFC 4568 §7.1.2',
    sentence: 'Answer with a key of its own, never with that of the offer.',
    risk: 'both directions may be under the same keystream, which gives away what both sides say',
    gain: 'reading',
    needs,
    judge: answersWithItsOwnKey,
  },
  'SDES-11': {
    level: 'SHOULD',
    clause: 'RFC 4568 §5.1.1, §5.1.2',
    sentence: 'Take the first suite of the offer that can be used.',
    risk: 'a caller that prefers a stronger suite gets the weaker one',
    gain: 'help',
    needs,
    judge: keepsOfferersOrder,
  },
  'SDES-23': {
    level: 'MUST',
    clause: 'RFC 4568 §6.2.1; RFC 6188 §4; RFC 7714 §12',
    sentence: 'Write keys and salts of the length that their suite has.',
    risk: 'calls with honest peers fail, or are under a key that is shorter than it looks',
    gain: 'help',
    needs,
    judge: writesWholeKeys,
  },
  'SDES-35': {
    level: 'MUST',
    clause: 'RFC 4568 §6.1',
    sentence: 'Make a new key and a new salt for every call, which nobody can foresee.',
    risk: 'whoever knows one call, or the way the device counts, hears all the others',
    gain: 'reading',
    needs,
    judge: makesFreshKeys,
  },
  'SDES-36': {
    level: 'MUST',
    clause: 'RFC 4568 §6.1',
    sentence: 'Give every media line a key of its own.',
    risk: 'two streams may be under the same keystream, which gives away what is in both',
    gain: 'reading',
    needs,
    judge: separatesStreams,
  },
  'SDES-47': {
    level: 'MUST',
    clause: 'RFC 6188 §4',
    sentence: 'Write the suites of AES-192 and AES-256 by their registered names: AES_256_CM, not AES_CM_256.',
    risk: failsWithHonestPeers,
    gain: 'interoperability',
    needs,
    judge: writesRegisteredNames,
  },
  'SDES-48': {
    level: 'MAY',
    clause: 'RFC 7714 §12, §14.1',
    sentence: 'Take the suites of AES-GCM, where the device is said to have them.',
    risk: 'calls are under a weaker suite than the one that was bought',
    gain: 'interoperability',
    needs: [...needs, 'srtp-gcm', 'media-tone'],
    judge: takesDeclaredSuite,
  },
  'SDES-53': {
    level: 'policy',
    clause: 'policy',
    sentence: 'Keep the keys of calls out of everything that can be downloaded from the device: logs, states, reports.',
    risk: 'whoever gets a log or a support file hears the calls that it is about',
    gain: 'impersonation-by-holder',
    needs: [...needs, 'download'],
    judge: givesAwayNoMediaKey,
  },
  'SRTP-02': {
    level: 'MUST',
    clause: 'RFC 4568 §6.2; RFC 3711 §5.2; RFC 7714 §12',
    sentence: 'Authenticate packets with a tag of the length of the suite.',
    risk: 'packets are easier to forge than the suite promises, or calls are silent',
    gain: 'help',
    needs: [...needs, 'media-echo'],
    judge: sendsTheTag,
  },
  'SRTP-03': {
    level: 'MUST',
    clause: 'RFC 4568 §6.2; RFC 3711 §5.2',
    sentence: 'Keep tags of 80 bits on SRTCP under the suites whose SRTP has 32.',
    risk: 'reports and goodbyes are easier to forge than the suite promises',
    gain: 'help',
    needs,
    judge: keepsLongControlTag,
  },
  'SRTP-11': {
    level: 'MUST',
    clause: 'RFC 3711 §9.1; RFC 4568 §7.1.2',
    sentence: 'Send under another key than the other side, so that one source on both sides repeats no keystream.',
    risk: 'what both sides say can be read from the two streams together',
    gain: 'reading',
    needs: [...needs, 'media-echo'],
    judge: survivesOneSource,
  },
  'SRTP-16': {
    level: 'MUST',
    clause: 'RFC 4568 §6.1; RFC 3711 §9.2',
    sentence: 'Use no key, its own or that of the peer, beyond its lifetime.',
    risk: 'a key is used longer than it is safe',
    gain: 'help',
    needs: [...needs, 'media-echo'],
    judge: byScript({ 'short-lifetime': heedsLifetime }, endsWithOwnKey),
  },
  'SRTP-17': {
    level: 'MAY',
    clause: 'RFC 7714 §8.1, §11, §12',
    sentence: 'Make the keys and the IVs of AES-GCM as its suites want them.',
    risk: 'calls are silent, or an IV comes twice, which gives the key of the authentication away',
    gain: 'reading',
    needs: [...needs, 'media-tone'],
    judge: decryptsUnderSuite,
  },
  'SRTP-18': {
    level: 'MAY',
    clause: 'RFC 6188 §3.1, §4',
    sentence: 'Derive the session keys of AES-256 with AES-256, never with a shorter key.',
    risk: 'the call is under 128 bits where 256 were agreed on',
    gain: 'help',
    needs: [...needs, 'media-tone'],
    judge: decryptsUnderSuite,
  },
  'SRTP-19': {
    level: 'MUST',
    clause: 'RFC 3711 §3.1, §3.3',
    sentence: 'Put the MKI of a key into each of its packets, and none where it has none.',
    risk: 'calls with honest peers are silent',
    gain: 'interoperability',
    needs,
    judge: carriesItsIdentifier,
  },
});
