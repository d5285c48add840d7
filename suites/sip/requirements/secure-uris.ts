/** sips: and what is written and answered with it (RFC 3261 §26, RFC 5630). */
import { answersWithSecureContact, knowsOrSaysSo, turnsAway } from '../../../harness/judge/sip/secure-uris/callee.ts';
import { callsSips, staysWithSips } from '../../../harness/judge/sip/secure-uris/calls.ts';
import {
  callsWithPlainContact,
  callsWithSecureContact,
  registersByItsContacts,
  registersContactOnce,
  renewsWithSecureContact,
} from '../../../harness/judge/sip/secure-uris/contacts.ts';
import { namesNoTransportTls } from '../../../harness/judge/sip/secure-uris/transport-parameter.ts';
import { defineRequirements } from '../../../harness/requirement.ts';

export const goesOnInClear = 'a call that was to be secure at every hop goes on where anybody reads it';
export const comesBackInClear = 'what the other side says later in a secure call may come back in clear';

export const { requirements } = defineRequirements({
  'SIPS-01': {
    level: 'MUST',
    clause: 'RFC 3261 §26.3.1',
    sentence: 'Call sips: when told to.',
    risk: goesOnInClear,
    gain: 'reading',
    needs: ['call'],
    judge: callsSips,
  },
  'SIPS-02': {
    level: 'MUST',
    clause: 'RFC 3261 §8.1.1.8; RFC 5630 §5.1.1',
    sentence: 'Write a Contact of sips: into a call to sips:.',
    risk: comesBackInClear,
    gain: 'reading',
    needs: ['call'],
    judge: callsWithSecureContact,
  },
  'SIPS-03': {
    level: 'MUST',
    clause: 'RFC 5630 §5.1.1.1',
    sentence: 'Register contacts of sips: alone under an address of sips:, and all others under one of sip:.',
    risk: 'calls that are to be secure do not find the device, or find it by a way that is not secure',
    judge: registersByItsContacts,
  },
  'SIPS-04': {
    level: 'MUST',
    clause: 'RFC 5630 §5.1.1.1',
    sentence: 'Register no contact as sip: and as sips: at once.',
    risk: 'each call rings twice, or reaches the device by the way that is not secure',
    gain: 'interoperability',
    judge: registersContactOnce,
  },
  'SIPS-05': {
    level: 'MUST',
    clause: 'RFC 5630 §5.1.1, §5.1.2',
    sentence: 'Write no transport=tls into URIs.',
    risk: 'a server that follows RFC 5630 does not find the way back; nothing is gained by an attacker',
    gain: 'interoperability',
    judge: namesNoTransportTls,
  },
  'SIPS-06': {
    level: 'SHOULD',
    clause: 'RFC 3261 §8.1.3.4',
    sentence: 'Do not follow a redirect from sips: to sip: without asking.',
    risk: goesOnInClear,
    gain: 'reading',
    needs: ['call'],
    judge: staysWithSips,
  },
  'SIPS-07': {
    level: 'MUST',
    clause: 'RFC 5630 §5.1.1',
    sentence: 'Do not call sip: by yourself after sips: was refused with 416, or with 480 and Warning 380.',
    risk: goesOnInClear,
    gain: 'reading',
    needs: ['call'],
    judge: staysWithSips,
  },
  'SIPS-08': {
    level: 'MUST',
    clause: 'RFC 5630 §5.1.2',
    sentence: 'Answer a call to sip: with 480, best with Warning 381, when you are to be reached by sips: alone.',
    risk: 'a device that is to be called securely alone takes calls whose way was in clear',
    gain: 'reading',
    needs: ['call', 'sips'],
    judge: turnsAway('sip'),
  },
  'SIPS-09': {
    level: 'MUST',
    clause: 'RFC 5630 §5.1.2',
    sentence: 'Answer a call to sips: with 480, best with Warning 380, when you are to be reached by sip: alone.',
    risk: 'the caller does not learn why, and cannot decide',
    gain: 'interoperability',
    needs: ['call', 'sips'],
    judge: turnsAway('sips'),
  },
  'SIPS-10': {
    level: 'SHOULD',
    clause: 'RFC 3261 §8.2.2.1',
    sentence: 'Answer a call to sips: with 416 when you do not know the scheme.',
    risk: 'the caller does not learn why, and cannot decide',
    gain: 'interoperability',
    needs: ['call'],
    judge: knowsOrSaysSo,
  },
  'SIPS-11': {
    level: 'MUST',
    clause: 'RFC 5630 §5.1.2; RFC 3261 §12.1.1',
    sentence: 'Take a call to sips: with a Contact of sips:.',
    risk: comesBackInClear,
    gain: 'reading',
    needs: ['call', 'sips'],
    judge: answersWithSecureContact,
  },
  'SIPS-12': {
    level: 'MUST',
    clause: 'RFC 5630 §5.1.1.2',
    sentence: 'Keep the Contact of sips: when a call to sips: is renewed.',
    risk: comesBackInClear,
    gain: 'reading',
    needs: ['call'],
    judge: renewsWithSecureContact,
  },
  'SIPS-13': {
    level: 'MUST',
    clause: 'RFC 5630 §5.1.1.2',
    sentence: 'Write a Contact of sip: into a call to sip:, although it goes over TLS.',
    risk: 'a person who is called behind a hop without TLS cannot answer',
    gain: 'interoperability',
    needs: ['call'],
    judge: callsWithPlainContact,
  },
});
