/** Digest authentication under TLS (RFC 3261 §22, RFC 7616, RFC 8760). */
import { refusal } from '../../../harness/judge/refusal.ts';
import {
  answersMd5,
  answersSha256,
  takesFirstSupported,
  unanswered,
} from '../../../harness/judge/sip/authentication/algorithms.ts';
import { answersIntegrity, namesQuality, raisesSequence } from '../../../harness/judge/sip/authentication/fields.ts';
import { answersStale, countsNonces, usesNextNonce } from '../../../harness/judge/sip/authentication/nonces.ts';
import { silentTowardsStrangers, stopsWhenRejected } from '../../../harness/judge/sip/authentication/rejection.ts';
import { defineRequirements } from '../../../harness/requirement.ts';

const guessing = 'whoever gets a digest tries passwords at home until one fits';

export const { requirements } = defineRequirements({
  'AUTH-01': {
    level: 'MUST',
    clause: 'RFC 3261 §22, §22.1; RFC 8760 §2.6',
    sentence: 'Never tell the password by Basic.',
    risk: 'the password itself stands in the request, readable for every server on its way',
    gain: 'impersonation-by-holder',
    judge: unanswered('Basic'),
  },
  'AUTH-02': {
    level: 'MAY',
    clause: 'RFC 8760 §2.1',
    sentence: 'Answer a challenge with SHA-256.',
    risk: 'the device can not register where MD5 is no longer allowed',
    needs: ['digest-sha-256'],
    judge: answersSha256,
  },
  'AUTH-03': {
    level: 'SHOULD',
    clause: 'RFC 8760 §2.4',
    sentence: 'Answer the first challenge whose algorithm is supported.',
    risk: 'the device takes a weaker algorithm than the server prefers, or none',
    gain: 'help',
    judge: takesFirstSupported,
  },
  'AUTH-04': {
    level: 'policy',
    clause: 'a challenge with MD5 alone (policy)',
    sentence: 'Say whether a challenge with MD5 alone is answered.',
    risk: 'passwords are guessed faster from digests with MD5 than from others',
    gain: 'help',
    judge: answersMd5,
  },
  'AUTH-05': {
    level: 'MUST',
    clause: 'RFC 8760 §2.6; RFC 3261 §22.4; RFC 7616 §3.4',
    sentence: 'Answer a challenge that names qop with qop, cnonce and nc.',
    risk: 'credentials can be used again, and passwords be looked up in tables made before',
    judge: namesQuality,
  },
  'AUTH-06': {
    level: 'MUST',
    clause: 'RFC 7616 §3.4',
    sentence: 'Count each use of a nonce.',
    risk: 'a server can not tell a new request from an old one that somebody sends again',
    judge: countsNonces,
  },
  'AUTH-07': {
    level: 'MAY',
    clause: 'RFC 7616 §3.3; RFC 3261 §22.1',
    sentence: 'Try again with the new nonce where the old one was stale.',
    risk: 'the device loses its registration whenever a nonce has become old',
    judge: answersStale,
  },
  'AUTH-08': {
    level: 'MUST',
    clause: 'RFC 3261 §22.2',
    sentence: 'Raise CSeq in the request with credentials.',
    risk: 'servers take the request for one that they have seen, and drop it',
    gain: 'interoperability',
    judge: raisesSequence,
  },
  'AUTH-09': {
    level: 'MUST',
    clause: 'RFC 3261 §22.1',
    sentence: 'Show rejected credentials again only where their nonce was stale, and not without end.',
    risk: 'a server collects as many digests as it likes, and the device is kept busy or locked out',
    gain: 'robustness',
    judge: stopsWhenRejected,
  },
  'AUTH-10': {
    level: 'policy',
    clause: 'a challenge for a foreign realm (policy); RFC 3261 §22.1',
    sentence: 'Show the password to no realm but that of the account.',
    risk: guessing,
    gain: 'impersonation-by-holder',
    judge: unanswered('another realm'),
  },
  'AUTH-11': {
    level: 'policy',
    clause: 'a challenge from the other end of a call (policy)',
    sentence: 'Show the password to nobody at the other end of a call.',
    risk: `${guessing}: it takes one call`,
    gain: 'impersonation',
    needs: ['call'],
    judge: silentTowardsStrangers,
  },
  'AUTH-12': {
    level: 'MUST',
    clause: 'RFC 3261 §26.3.2.1; RFC 5922 §7.3',
    sentence: 'Show the password to no server that is not verified.',
    risk: guessing,
    gain: 'impersonation',
    judge: refusal({ of: 'registrar that asks for a password without a good certificate' }),
  },
  'AUTH-13': {
    level: 'SHOULD',
    clause: 'RFC 7616 §3.5',
    sentence: 'Use the nonce that the server has named for the next request.',
    risk: 'each request is asked for the password once more',
    gain: 'interoperability',
    judge: usesNextNonce,
  },
  'AUTH-14': {
    level: 'MAY',
    clause: 'RFC 3261 §22.4; RFC 7616 §3.4.3',
    sentence: 'Answer a challenge with auth-int right, or not at all.',
    risk: 'the device can not register, and is taken for one with a wrong password',
    judge: answersIntegrity,
  },
  'AUTH-15': {
    level: 'MUST',
    clause: 'RFC 3261 §22.1',
    sentence: 'Try a password that is rejected once, and then no more.',
    risk: 'the account is locked, and the server is kept busy by all devices whose password was changed',
    gain: 'robustness',
    judge: stopsWhenRejected,
  },
});
