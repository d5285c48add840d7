/** What the device accepts of what servers select: versions, suites, groups. */
import { nothingBesideTls } from '../../../harness/judge/tls/clear-beside.ts';
import {
  conflictOfSuites,
  negotiatesHighest,
  speaksNoSuchSuite,
  takesWhatItOffers,
} from '../../../harness/judge/tls/pinned-server.ts';
import { defineRequirements } from '../../../harness/requirement.ts';

export const { requirements } = defineRequirements({
  'TLSV-07': {
    level: 'MUST',
    clause: 'RFC 9325 §3.1.1; RFC 8446 §4.2.1 (RFC 9846 §4.3.1)',
    sentence: 'Negotiate the highest version that the server has as well.',
    risk: 'the device works with less protection than both sides have',
    judge: negotiatesHighest,
  },
  'TLSV-25': {
    level: 'MUST',
    clause: 'RFC 3261 §26.2.2; RFC 3263 §4.1; RFC 9110 §4.2.2 (policy for sip: URIs)',
    sentence: 'Use TLS alone where it works: nothing by UDP, TCP or HTTP beside it.',
    risk: 'passwords and calls can be read although everything seems to be protected',
    gain: 'reading',
    judge: nothingBesideTls,
  },
  'TLSC-07': {
    level: 'SHOULD',
    clause: 'RFC 9325 §4.1',
    sentence: 'Speak no suite with key transport by RSA.',
    risk: 'whoever gets the key of the server later reads everything that was recorded',
    gain: 'help',
    judge: speaksNoSuchSuite,
  },
  'TLSC-10': {
    level: 'MUST',
    clause: 'RFC 8446 §9.1',
    sentence: 'Connect to a server of TLS 1.3 that has TLS_AES_128_GCM_SHA256 alone.',
    risk: 'the device cannot work with servers that have the one suite that all must have',
    gain: 'interoperability',
    judge: takesWhatItOffers({ must: true }),
  },
  'TLSC-15': {
    level: 'MUST',
    clause: 'RFC 8446 §9.1',
    sentence: 'Exchange keys over secp256r1.',
    risk: 'the device cannot work with servers that have the one group that all must have',
    gain: 'interoperability',
    judge: takesWhatItOffers({ must: true }),
  },
  'TLSC-25': {
    level: 'policy',
    clause: 'RFC 3261 §26.2.1 against RFC 9325 §4.1, §4.2.1 (policy)',
    sentence: 'Speak TLS_RSA_WITH_AES_128_CBC_SHA or not: RFC 3261 demands it, RFC 9325 advises against it.',
    risk: 'old SIP servers have nothing else, and what it protects can be read by whoever gets the key of the server',
    gain: 'help',
    judge: conflictOfSuites,
  },
  'TLSC-50': {
    level: 'policy',
    clause: 'RFC 5246 §7.4.1.2; RFC 8446 §4.1.2 (RFC 9846 §4.2.2) (policy)',
    sentence: 'Go on with every suite that you offer.',
    risk: 'servers select what the device says it can, and the connection fails',
    gain: 'interoperability',
    judge: takesWhatItOffers(),
  },
  'TLSC-51': {
    level: 'MUST',
    clause: 'RFC 9325 §4.1; RFC 5246 appendix A.5',
    sentence: 'Hold no session over a suite that encrypts nothing or leaves the server unknown.',
    risk: 'calls and passwords go over the wire readable, or to anybody',
    gain: 'impersonation',
    judge: speaksNoSuchSuite,
  },
  'TLSC-52': {
    level: 'SHOULD',
    clause: 'RFC 8446 §9.1',
    sentence: 'Exchange keys over x25519.',
    risk: 'the device cannot work with servers that have nothing else',
    gain: 'interoperability',
    judge: takesWhatItOffers({ must: true }),
  },
});
