/** The way that a call to sips: takes: routes, transfers, transports, servers (RFC 3261, RFC 3263, RFC 5630). */
import { refusesLowerReferral } from '../../../harness/judge/sip/secure-uris/calls.ts';
import {
  asksForSecureService,
  goesToDefaultPort,
  takesSecureNaptr,
} from '../../../harness/judge/sip/secure-uris/location.ts';
import { followsSecureRoute, makesRoutesSecure } from '../../../harness/judge/sip/secure-uris/routes.ts';
import {
  answersOnSameConnection,
  keepsSecureCallSecure,
  failsWithoutTls,
  namesTlsInVia,
} from '../../../harness/judge/sip/secure-uris/transport.ts';
import { defineRequirements } from '../../../harness/requirement.ts';
import { comesBackInClear, goesOnInClear } from './secure-uris.ts';

export const { requirements } = defineRequirements({
  'SIPS-14': {
    level: 'MUST',
    clause: 'RFC 5630 §5.1.1',
    sentence: 'Make the routes of a call to sips: routes of sips:.',
    risk: goesOnInClear,
    gain: 'reading',
    needs: ['call'],
    judge: makesRoutesSecure,
  },
  'SIPS-15': {
    level: 'MUST',
    clause: 'RFC 5630 §5.1.1',
    sentence: 'Send a call to sip: over TLS when its first route is sips:.',
    risk: 'a call that the provider wants protected goes out in clear',
    gain: 'reading',
    needs: ['call'],
    judge: followsSecureRoute,
  },
  'SIPS-16': {
    level: 'MUST',
    clause: 'RFC 5630 §5.1.1.3',
    sentence: 'Do not call sip: on the word of the other side of a call to sips:.',
    risk: goesOnInClear,
    gain: 'reading',
    needs: ['call'],
    judge: refusesLowerReferral,
  },
  'SIPS-17': {
    level: 'MUST',
    clause: 'RFC 3261 §8.1.1.7, §20.42',
    sentence: 'Name TLS in the Via of what is sent over TLS.',
    risk: 'a server that goes by the Via answers in clear',
    gain: 'reading',
    judge: namesTlsInVia,
  },
  'SIPS-18': {
    level: 'MUST',
    clause: 'RFC 3261 §19.1.2, §18.1.1',
    sentence: 'Go to port 5061 when no port is named.',
    risk: 'the device speaks to the port of SIP in clear, or to nobody',
    gain: 'interoperability',
    needs: ['srv'],
    judge: goesToDefaultPort,
  },
  'SIPS-19': {
    level: 'MUST',
    clause: 'RFC 3263 §4.1',
    sentence: 'Of the NAPTR records of a domain keep those of SIPS+D2T alone.',
    risk: 'whoever writes the first record takes the device away from TLS',
    gain: 'reading',
    needs: ['srv', 'naptr', 'sips'],
    judge: takesSecureNaptr,
  },
  'SIPS-20': {
    level: 'MUST',
    clause: 'RFC 3263 §4.1',
    sentence: 'Ask for _sips._tcp when a domain has no NAPTR record.',
    risk: 'the device goes to a server of SIP in clear',
    gain: 'reading',
    needs: ['srv', 'sips'],
    judge: asksForSecureService,
  },
  'SIPS-21': {
    level: 'MUST',
    clause: 'RFC 3261 §12.1.2, §12.2.1.1',
    sentence: 'Keep all requests of a call to sips: on TLS.',
    risk: comesBackInClear,
    gain: 'reading',
    needs: ['call'],
    judge: keepsSecureCallSecure,
  },
  'SIPS-22': {
    level: 'MUST',
    clause: 'RFC 3261 §18.2.2',
    sentence: 'Answer over the connection that a request came by.',
    risk: 'answers go to an address that whoever asks has chosen',
    judge: answersOnSameConnection,
  },
  'SIPS-23': {
    level: 'MUST',
    clause: 'RFC 3261 §8.1.2, §26.2.2; RFC 3263 §4.1; RFC 5630 §4',
    sentence: 'Let a call to sips: fail when TLS is impossible.',
    risk: goesOnInClear,
    gain: 'reading',
    needs: ['call'],
    judge: failsWithoutTls,
  },
});
