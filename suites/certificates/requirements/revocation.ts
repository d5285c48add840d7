/** Revocation, for devices that declare it. */
import { stapleOutcome } from '../../../harness/judge/trust/staple-outcome.ts';
import { tellsFetches } from '../../../harness/judge/trust/fetches.ts';
import { tellsExtension } from '../../../harness/judge/tls/hello-offer.ts';
import { afterLapse } from '../../../harness/judge/trust/lapse.ts';
import { trustOutcome } from '../../../harness/judge/trust/trust-outcome.ts';
import { visitorOutcome } from '../../../harness/judge/listener/visitor.ts';
import { defineRequirements } from '../../../harness/requirement.ts';

const serverCertificate = trustOutcome({ of: 'server certificate' });

export const { requirements } = defineRequirements({
  'REVO-01': {
    level: 'MUST',
    clause: 'RFC 3261 §26.3.2.1; RFC 5280 §6.1.3(a)(3), §6.3',
    sentence: 'Refuse a server certificate that is on the CRL of its authority.',
    risk: 'a stolen key of the server works until its certificate expires',
    gain: 'impersonation-by-holder',
    needs: ['revocation'],
    judge: serverCertificate,
  },
  'REVO-02': {
    level: 'policy',
    clause: 'RFC 5280 §6.3.3 (policy)',
    sentence: 'Tell what a CRL that cannot be had in time means.',
    risk: 'whoever blocks the CRL has the revoked certificate accepted',
    gain: 'impersonation-by-holder',
    needs: ['revocation'],
    judge: serverCertificate,
  },
  'REVO-03': {
    level: 'MUST',
    clause: 'RFC 5280 §6.3.3(a)',
    sentence: 'Treat a CRL past its nextUpdate as none.',
    risk: 'an old list, from before the theft, is served for ever',
    gain: 'impersonation-by-holder',
    needs: ['revocation'],
    judge: serverCertificate,
  },
  'REVO-04': {
    level: 'MUST',
    clause: 'RFC 5280 §6.3.3(b), §6.3.3(f), §6.3.3(g)',
    sentence: 'Do not believe a CRL that the authority has not signed.',
    risk: 'whoever serves the list writes it',
    gain: 'impersonation-by-holder',
    needs: ['revocation'],
    judge: serverCertificate,
  },
  'REVO-05': {
    level: 'MUST',
    clause: 'RFC 5280 §6.1.3(a)(3), §6.3',
    sentence: 'Refuse a chain whose intermediate is revoked.',
    risk: 'an authority that was broken into goes on making servers',
    gain: 'impersonation-by-holder',
    needs: ['revocation'],
    judge: serverCertificate,
  },
  'REVO-06': {
    level: 'MAY',
    clause: 'RFC 6066 §8; RFC 9325 §7.5',
    sentence: 'Tell whether a stapled response is asked for.',
    risk: 'without it, whether a certificate is revoked depends on servers that an attacker can block',
    needs: ['revocation'],
    judge: tellsExtension({ named: 'status_request', of: 'RFC 6066 §8' }),
  },
  'REVO-07': {
    level: 'MUST',
    clause: 'RFC 6066 §8; RFC 8446 §4.4.2.1, §6.2 (RFC 9846 §4.5.1.1)',
    sentence: 'Refuse a server certificate that OCSP says is revoked.',
    risk: 'a stolen key of the server works until its certificate expires',
    gain: 'impersonation-by-holder',
    needs: ['revocation'],
    judge: stapleOutcome({ of: 'server certificate' }),
  },
  'REVO-08': {
    level: 'MUST',
    clause: 'RFC 6960 §3.2, §4.2.2.2; RFC 6066 §8',
    sentence:
      'Do not take a stapled response for good that is out of date, about another certificate or not signed for it.',
    risk: 'an answer from before the theft, or about something else, is served for ever',
    gain: 'impersonation-by-holder',
    needs: ['revocation'],
    judge: stapleOutcome({ of: 'server certificate' }),
  },
  'REVO-09': {
    level: 'MUST',
    clause: 'RFC 7633 §4.3.3, §4.2.3.1',
    sentence: 'Refuse a certificate that promises a staple when none comes.',
    risk: 'whoever has the stolen key leaves the staple out',
    gain: 'impersonation-by-holder',
    needs: ['revocation'],
    judge: stapleOutcome({ of: 'server certificate' }),
  },
  'REVO-11': {
    level: 'policy',
    clause: 'RFC 5280 §6.3.3 (policy)',
    sentence: 'Tell what becomes of a connection whose certificate is revoked meanwhile, and of the next one.',
    risk: 'a key that is known to be stolen stays good until the device is started anew',
    gain: 'impersonation-by-holder',
    needs: ['revocation'],
    judge: afterLapse({ of: 'certificate revoked during a connection' }),
  },
  'REVO-12': {
    level: 'policy',
    clause: 'RFC 5280 §4.2.1.13, §4.2.2.1 (policy)',
    sentence: 'Tell whom the device asks because a certificate says where.',
    risk: 'a server can make the device send requests into the network that it stands in',
    judge: tellsFetches,
  },
  'REVO-10': {
    level: 'MUST',
    clause: 'RFC 5922 §7.1; RFC 5280 §6.1.3(a)(3), §6.3',
    sentence: 'Refuse a client of its own listener whose certificate is revoked.',
    risk: 'a partner that was thrown out, or whose key was stolen, goes on calling',
    gain: 'impersonation-by-holder',
    needs: ['tls-listener', 'revocation'],
    judge: visitorOutcome,
  },
  'REVO-13': {
    level: 'policy',
    clause: 'RFC 9325 §7.5; RFC 5280 §6.3 (policy)',
    sentence: 'Tell what becomes of a revoked certificate where revocation is not checked.',
    risk: 'a stolen key of the server works until its certificate expires',
    gain: 'impersonation-by-holder',
    judge: serverCertificate,
  },
});
