/** Cipher suites and compression: what must be neither offered nor accepted. */
import { handshakeOutcome } from '../../../harness/judge/handshake-outcome.ts';
import { offersNone } from '../../../harness/judge/hello-offer.ts';
import { scriptedOr } from '../../../harness/judge/scripted-row.ts';
import { defineRequirements } from '../../../harness/requirement.ts';

/** Cipher suites whose name has one of these words between underscores. */
const suitesWith = (of: string, pattern: RegExp) =>
  scriptedOr(offersNone({ of, forbidden: ({ suites }) => suites.filter((suite) => pattern.test(suite)) }));

export const { requirements } = defineRequirements({
  'TLSC-01': {
    level: 'MUST',
    clause: 'RFC 9325 §4.1; RFC 8446 appendix D.5 (RFC 9846 appendix E.5)',
    sentence: 'Offer no cipher suite without encryption, and refuse a server that selects one.',
    risk: 'registrations, calls and the keys of their media are sent as readable text',
    judge: suitesWith('cipher suite without encryption', /_WITH_NULL_/),
  },
  'TLSC-02': {
    level: 'MUST',
    clause: 'RFC 5246 appendix A.5',
    sentence: 'Offer no anonymous cipher suite, and refuse a server that selects one.',
    risk: 'a server without any certificate takes registrations and calls',
    judge: suitesWith('anonymous cipher suite', /_anon_/),
  },
  'TLSC-03': {
    level: 'MUST',
    clause: 'RFC 9325 §4.1; RFC 8446 appendix D.5 (RFC 9846 appendix E.5)',
    sentence: 'Offer no cipher suite of export grade, with single DES or RC2, and refuse a server that selects one.',
    risk: 'the key of a session is found by trying all of them',
    judge: suitesWith('cipher suite of export grade, with single DES or RC2', /_EXPORT|_DES_CBC_|_DES40_|_RC2_/),
  },
  'TLSC-04': {
    level: 'MUST',
    clause: 'RFC 7465 §2',
    sentence: 'Offer no RC4 cipher suite, and refuse a server that selects one.',
    risk: 'a server that prefers RC4 makes the traffic readable in time',
    judge: suitesWith('RC4', /_RC4_/),
  },
  'TLSC-06': {
    level: 'SHOULD',
    clause: 'RFC 9325 §4.1',
    sentence: 'Offer no cipher suite with triple DES, and refuse a server that selects one.',
    risk: 'parts of long connections become readable, as the blocks of the cipher are short',
    judge: suitesWith('triple DES', /_3DES_/),
  },
  'TLSC-11': {
    level: 'MUST',
    clause: 'RFC 8446 §4.1.3 (RFC 9846 §4.2.3); RFC 5246 §7.4.1.3',
    sentence: 'Abort when the server selects a cipher suite that was not offered.',
    risk: 'an attacker chooses the weakest suite the device has, offered or not',
    judge: handshakeOutcome,
  },
  'TLSC-13': {
    level: 'MUST',
    clause: 'RFC 5246 appendix A.5',
    sentence: 'Abort when the server selects TLS_NULL_WITH_NULL_NULL, the state before any handshake.',
    risk: 'a connection that looks like TLS protects nothing and proves nothing',
    judge: handshakeOutcome,
  },
  'TLSC-14': {
    level: 'MUST',
    clause: 'RFC 9325 §4.5; RFC 7919 §3',
    sentence: 'Refuse ephemeral Diffie-Hellman in a group of 1024 bits.',
    risk: 'the key exchange can be computed by whoever prepared for that group once',
    judge: handshakeOutcome,
  },
  'TLSC-23': {
    level: 'MUST',
    clause: 'RFC 8446 §4.1.2, §4.1.3 (RFC 9846 §4.2.2, §4.2.3); RFC 9325 §3.3; RFC 5246 §7.4.1.3',
    sentence: 'Abort when the server selects a compression.',
    risk: 'lengths of compressed records tell an attacker the passwords within',
    judge: handshakeOutcome,
  },
});
