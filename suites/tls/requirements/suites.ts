/** Cipher suites and compression: what must be neither offered nor accepted. */
import { handshakeOutcome } from '../../../harness/judge/tls/handshake-outcome.ts';
import { helloConformity } from '../../../harness/judge/tls/hello-conformity.ts';
import { scriptedOr } from '../../../harness/judge/tls/scripted-row.ts';
import { defineRequirements } from '../../../harness/requirement.ts';

/** What is offered, and what is accepted where the server selects it. */
const offeredOrSelected = scriptedOr(helloConformity);

export const { requirements } = defineRequirements({
  'TLSC-01': {
    level: 'MUST',
    clause: 'RFC 9325 §4.1; RFC 8446 appendix D.5 (RFC 9846 appendix E.5)',
    sentence: 'Offer no cipher suite without encryption, and refuse a server that selects one.',
    risk: 'registrations, calls and the keys of their media are sent as readable text',
    gain: 'reading',
    judge: offeredOrSelected,
  },
  'TLSC-02': {
    level: 'MUST',
    clause: 'RFC 5246 appendix A.5',
    sentence: 'Offer no anonymous cipher suite, and refuse a server that selects one.',
    risk: 'a server without any certificate takes registrations and calls',
    gain: 'impersonation',
    judge: offeredOrSelected,
  },
  'TLSC-03': {
    level: 'MUST',
    clause: 'RFC 9325 §4.1; RFC 8446 appendix D.5 (RFC 9846 appendix E.5)',
    sentence: 'Offer no cipher suite of export grade, with single DES or RC2, and refuse a server that selects one.',
    risk: 'the key of a session is found by trying all of them',
    gain: 'reading',
    judge: offeredOrSelected,
  },
  'TLSC-04': {
    level: 'MUST',
    clause: 'RFC 7465 §2',
    sentence: 'Offer no RC4 cipher suite, and refuse a server that selects one.',
    risk: 'a server that prefers RC4 makes the traffic readable in time',
    gain: 'reading',
    judge: offeredOrSelected,
  },
  'TLSC-06': {
    level: 'SHOULD',
    clause: 'RFC 9325 §4.1',
    sentence: 'Offer no cipher suite with triple DES or IDEA, and refuse a server that selects one.',
    risk: 'parts of long connections become readable, as the blocks of the cipher are short',
    gain: 'help',
    judge: offeredOrSelected,
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
    gain: 'impersonation',
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
    sentence: 'Offer no compression with TLS 1.3, and abort when the server selects one.',
    risk: 'lengths of compressed records tell an attacker the passwords within',
    judge: offeredOrSelected,
  },
});
