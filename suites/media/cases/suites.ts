/** Suites and keys: which are offered, and what they are like (RFC 4568 §6, RFC 6188, RFC 7714). */
import type { CallPlan } from '../../../harness/farend/call-plan.ts';
import { defineCases, type RequirementId } from '../../../harness/requirement.ts';
import { type SrtpSuite, srtpSuites } from '../../../harness/wire/media/srtp-suites.ts';
import '../requirements/suites.ts';
import { callRow } from './call-row.ts';

/** What is judged stands in the descriptions; a few packets show that the call was one. */
const few = { packets: 3 } as const;
const calls = { direction: 'outgoing', device: 'mandatory', ...few } as const satisfies CallPlan;
const called = { direction: 'incoming', device: 'mandatory', ...few } as const satisfies CallPlan;

/** The call goes on past the end of a key, unless the device ends it. */
const pastLifetime = (plan: CallPlan): CallPlan => ({ ...plan, keyLifetime: 32, packets: 40 });
const saysLifetime = { needs: ['key-lifetime'] } as const;

/** The far end offers that suite alone; the device plays its tone. */
const under = <const Id extends RequirementId>(requirement: Id, suite: SrtpSuite) =>
  callRow(requirement, `a call under ${suite}`, {
    direction: 'incoming',
    device: 'mandatory',
    script: `suite-${suite}`,
  });

/** Set to that suite alone, the device calls. */
const setTo = <const Id extends RequirementId>(requirement: Id, suite: SrtpSuite) =>
  callRow(
    requirement,
    `calls, set to ${suite} alone`,
    { direction: 'outgoing', device: 'mandatory', suite },
    { needs: ['srtp-suites'] },
  );

const heardBothWays = (suite: SrtpSuite) =>
  callRow('SRTP-02', `speaks and hears under ${suite}`, {
    direction: 'incoming',
    device: 'mandatory',
    media: 'echo',
    script: `suite-${suite}`,
    probes: ['good'],
    ...few,
  });

const reportedUnder = (suite: 'AES_CM_128_HMAC_SHA1_32' | 'AES_192_CM_HMAC_SHA1_32' | 'AES_256_CM_HMAC_SHA1_32') =>
  callRow('SRTP-03', `reports under ${suite}`, { ...called, script: `reports-${suite}` });

type TagCase = `SRTP-02/${SrtpSuite}`;

export const cases = defineCases({
  'SDES-06/OFFER': callRow('SDES-06', 'the tags of its offer', calls),
  'SDES-06/ANSWER': callRow('SDES-06', 'the tag of its answer', called),
  'SDES-07/THREE': callRow('SDES-07', 'is offered three suites', { ...called, script: 'three-suites' }),
  'SDES-08/ANSWER': callRow('SDES-08', 'the key of its answer', called),
  'SDES-11/ORDERS': callRow('SDES-11', 'is offered two suites in both orders', { ...called, script: 'both-orders' }),
  'SDES-23/OFFER': callRow('SDES-23', 'the keys of its offer', calls),
  'SDES-23/ANSWER': callRow('SDES-23', 'its keys for one suite after another', { ...called, script: 'each-suite' }),
  'SDES-24/OWN': callRow('SDES-24', 'the base64 of its own keys', calls),
  'SDES-36/TWO': callRow('SDES-36', 'is offered two audio lines', { ...called, script: 'two-audio-lines' }),
  'SDES-47/OFFER': callRow('SDES-47', 'the suites of its offer', calls),
  'SDES-48/128': under('SDES-48', 'AEAD_AES_128_GCM'),
  'SDES-48/256': under('SDES-48', 'AEAD_AES_256_GCM'),
  'SDES-48/128-SET': setTo('SDES-48', 'AEAD_AES_128_GCM'),
  'SDES-48/256-SET': setTo('SDES-48', 'AEAD_AES_256_GCM'),
  ...(Object.fromEntries(
    (Object.keys(srtpSuites) as SrtpSuite[]).map((suite) => [`SRTP-02/${suite}`, heardBothWays(suite)]),
  ) as Record<TagCase, ReturnType<typeof heardBothWays>>),
  'SRTP-03/128': reportedUnder('AES_CM_128_HMAC_SHA1_32'),
  'SRTP-03/192': reportedUnder('AES_192_CM_HMAC_SHA1_32'),
  'SRTP-03/256': reportedUnder('AES_256_CM_HMAC_SHA1_32'),
  'SRTP-11/SAME': callRow('SRTP-11', 'hears the far end as the source that it is itself', {
    ...called,
    media: 'echo',
    script: 'same-source',
  }),
  'SRTP-16/RECEIVED': callRow('SRTP-16', 'is sent more packets than the key of the far end is for', {
    ...called,
    media: 'echo',
    script: 'short-lifetime',
  }),
  'SRTP-16/OWN': callRow(
    'SRTP-16',
    'is called and says that its key is for 32 packets',
    pastLifetime(called),
    saysLifetime,
  ),
  'SRTP-16/OWN-OUTGOING': callRow(
    'SRTP-16',
    'calls and says that its keys are for 32 packets',
    pastLifetime(calls),
    saysLifetime,
  ),
  'SRTP-17/128': under('SRTP-17', 'AEAD_AES_128_GCM'),
  'SRTP-17/256': under('SRTP-17', 'AEAD_AES_256_GCM'),
  'SRTP-18/80': under('SRTP-18', 'AES_256_CM_HMAC_SHA1_80'),
  'SRTP-18/32': under('SRTP-18', 'AES_256_CM_HMAC_SHA1_32'),
  'SRTP-19/ASKED': callRow('SRTP-19', 'is offered a key with an MKI', { ...called, script: 'with-identifier' }),
  'SRTP-19/UNASKED': callRow('SRTP-19', 'is offered a key without an MKI', called),
});
