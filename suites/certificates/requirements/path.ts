/** Chains, trust and dates (RFC 5280 §6.1). */
import { afterLapse } from '../../../harness/judge/lapse.ts';
import { trustOutcome } from '../../../harness/judge/trust-outcome.ts';
import { defineRequirements } from '../../../harness/requirement.ts';

const serverCertificate = trustOutcome({ of: 'server certificate' });
const impostor = 'anybody on the path can play the server: take registrations, passwords and calls';

export const { requirements } = defineRequirements({
  'CERT-01': {
    level: 'MUST',
    clause: 'RFC 5922 §7.1; RFC 5280 §6.1; RFC 3261 §26.3.1, §26.3.2.1',
    sentence: 'Refuse a server certificate whose chain ends in an authority that is not trusted.',
    risk: impostor,
    judge: serverCertificate,
  },
  'CERT-02': {
    level: 'MUST',
    clause: 'RFC 5922 §7.1; RFC 5280 §6.1',
    sentence: 'Accept a self-signed server certificate only while that very certificate is in the trust list.',
    risk: impostor,
    judge: serverCertificate,
  },
  'CERT-03': {
    level: 'MUST',
    clause: 'RFC 5280 §4.1.2.5, §6.1.3(a)(2)',
    sentence: 'Refuse a server certificate that has expired.',
    risk: 'anybody who holds an old certificate of the server and its key can take calls',
    judge: serverCertificate,
  },
  'CERT-04': {
    level: 'MUST',
    clause: 'RFC 5280 §4.1.2.5, §6.1.3(a)(2)',
    sentence: 'Refuse a server certificate that is not yet valid.',
    risk: 'dates are not checked, or the clock is wrong: expired certificates will pass as well',
    judge: serverCertificate,
  },
  'CERT-05': {
    level: 'MUST',
    clause: 'RFC 5280 §4.1.2.5, §6.1.3(a)(2)',
    sentence: 'Refuse a chain whose intermediate is out of date.',
    risk: 'an authority that was retired goes on making servers',
    judge: serverCertificate,
  },
  'CERT-06': {
    level: 'policy',
    clause: 'RFC 5280 §6.1.1(d) (policy)',
    sentence: 'Tell what an expired trust anchor means.',
    risk: 'a root that nobody looks after any more stays trusted for ever',
    judge: serverCertificate,
  },
  'CERT-07': {
    level: 'MUST',
    clause: 'RFC 5280 §6.1.3(a)(1), §4.1.1.2',
    sentence: 'Refuse a chain with a signature that does not verify.',
    risk: 'anybody can write a certificate for your server: nothing of it is checked',
    judge: serverCertificate,
  },
  'CERT-08': {
    level: 'MUST',
    clause: 'RFC 5280 §6.1.3(a)(4), §7.1',
    sentence: 'Chain certificates by name as the comparison rules say.',
    risk: 'valid servers are refused, or chains are joined that do not belong together',
    judge: serverCertificate,
  },
  'CERT-09': {
    level: 'MUST',
    clause: 'RFC 5280 §4.2.1.9, §6.1.4(k)',
    sentence: 'Refuse a chain whose intermediate is no certificate authority.',
    risk: 'every holder of any certificate of the authority can make one for your server',
    judge: serverCertificate,
  },
  'CERT-10': {
    level: 'MUST',
    clause: 'RFC 5280 §4.2.1.9, §6.1.4(k)',
    sentence: 'Refuse a certificate that was issued by an end entity.',
    risk: 'every holder of any certificate of the authority can make one for your server',
    judge: serverCertificate,
  },
  'CERT-11': {
    level: 'MUST',
    clause: 'RFC 5280 §4.2.1.9, §6.1.4(l), §6.1.4(m)',
    sentence: 'Refuse a chain that is longer than an authority in it allows.',
    risk: 'an authority that may sign servers only makes further authorities',
    judge: serverCertificate,
  },
  'CERT-12': {
    level: 'MUST',
    clause: 'RFC 5280 §4.2.1.3, §6.1.4(n)',
    sentence: 'Refuse a chain whose intermediate may not sign certificates.',
    risk: 'a key that was given out for another purpose makes servers',
    judge: serverCertificate,
  },
  'CERT-25': {
    level: 'SHOULD',
    clause: 'RFC 8446 §4.4.2 (RFC 9846 §4.5.1); RFC 4158',
    sentence: "Find the valid path where the server's message holds one.",
    risk: 'the device falls out of service when an authority is cross-signed or renewed',
    judge: serverCertificate,
  },
  'CERT-26': {
    level: 'MUST',
    clause: 'RFC 5280 §6.1; RFC 5246 §7.4.2; RFC 8446 §4.4.2 (RFC 9846 §4.5.1)',
    sentence: 'Refuse a server certificate whose issuer cannot be found.',
    risk: impostor,
    judge: serverCertificate,
  },
  'CERT-29': {
    level: 'policy',
    clause: 'RFC 3261 §26.3.1 (policy)',
    sentence: 'Trust the authorities from the factory, and tell what becomes of them when one is uploaded.',
    risk: 'the certificate of any public authority can play a server that should be pinned to a private one',
    judge: serverCertificate,
  },
  'CERT-30': {
    level: 'policy',
    clause: 'RFC 5280 §6.1.3(a)(2) (policy)',
    sentence: 'Do not accept an expired chain because the clock was not set.',
    risk: 'after a power cut every old certificate of the server works again',
    judge: serverCertificate,
  },
  'CERT-31': {
    level: 'MUST',
    clause: 'RFC 5922 §7.3',
    sentence: 'Check the certificate anew at each connection.',
    risk: 'a server that is taken over after the first registration is never noticed',
    judge: serverCertificate,
  },
  'CERT-32': {
    level: 'policy',
    clause: 'RFC 5280 §4.2.1.1 (policy)',
    sentence: 'Stay in service while an authority renews its key.',
    risk: 'a planned change of the root takes the whole fleet out of service',
    judge: serverCertificate,
  },
  'CERT-35': {
    level: 'MUST',
    clause: 'RFC 5280 §4.1.2.5',
    sentence: 'Read dates in both encodings, to the year 9999.',
    risk: 'the device falls out of service on a certain day, or takes a past date for a future one',
    judge: serverCertificate,
  },
  'CERT-45': {
    level: 'policy',
    clause: 'RFC 5280 §6.1.3(a)(2) (policy)',
    sentence: 'Tell what becomes of a connection whose certificate expires meanwhile, and of the next one.',
    risk: 'a server whose certificate ran out is noticed only when the device is started anew',
    needs: ['register', 'clock'],
    judge: afterLapse({ of: 'certificate that expires during a connection' }),
  },
});
