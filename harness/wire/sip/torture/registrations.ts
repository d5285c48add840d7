/** REGISTER requests that a registrar would have to think about (RFC 4475 §3.3.7, §3.3.12 to §3.3.14). */
import type { TortureMessage } from './torture-message.ts';

export const registrations = {
  regaut01: {
    section: 'RFC 4475 §3.3.7',
    title: 'a REGISTER with credentials of a scheme that nobody knows',
    repeats: ['branch=z9hG4bKkdjuw', 'tag=87321hj23128', '9338REGISTER'],
    text: String.raw`
REGISTER sip:example.com SIP/2.0
To: sip:j.user@example.com
From: sip:j.user@example.com;tag=87321hj23128
Max-Forwards: 8
Call-ID: regaut01.0ha0isndaksdj{mark}
CSeq: 9338 REGISTER
Via: SIP/2.0/TLS 192.0.2.253;branch=z9hG4bKkdjuw{mark}
Authorization: NoOneKnowsThisScheme opaque-data=here
Content-Length:0

`,
  },
  cparam01: {
    section: 'RFC 4475 §3.3.12',
    title: 'a REGISTER with a parameter behind the URI of its Contact',
    repeats: ['branch=z9hG4bKkdjuw', 'tag=DkfVgjkrtMwaerKKpe', '2REGISTER'],
    text: String.raw`
REGISTER sip:example.com SIP/2.0
Via: SIP/2.0/TLS saturn.example.com:5060;branch=z9hG4bKkdjuw{mark}
Max-Forwards: 70
From: sip:watson@example.com;tag=DkfVgjkrtMwaerKKpe
To: sip:watson@example.com
Call-ID: cparam01.70710{mark}@saturn.example.com
CSeq: 2 REGISTER
Contact: sip:+19725552222@gw1.example.net;unknownparam
l: 0

`,
  },
  cparam02: {
    section: 'RFC 4475 §3.3.13',
    title: 'a REGISTER with a parameter in the URI of its Contact',
    repeats: ['branch=z9hG4bKkdjuw', 'tag=838293', '3REGISTER'],
    text: String.raw`
REGISTER sip:example.com SIP/2.0
Via: SIP/2.0/TLS saturn.example.com:5060;branch=z9hG4bKkdjuw{mark}
Max-Forwards: 70
From: sip:watson@example.com;tag=838293
To: sip:watson@example.com
Call-ID: cparam02.70710{mark}@saturn.example.com
CSeq: 3 REGISTER
Contact: <sip:+19725552222@gw1.example.net;unknownparam>
l: 0

`,
  },
  regescrt: {
    section: 'RFC 4475 §3.3.14',
    title: 'a REGISTER with a header field in the URI of its Contact',
    repeats: ['branch=z9hG4bKkdjuw', 'tag=8', '14398234REGISTER'],
    text: String.raw`
REGISTER sip:example.com SIP/2.0
To: sip:user@example.com
From: sip:user@example.com;tag=8
Max-Forwards: 70
Call-ID: regescrt.k345asrl3fdbv{mark}@192.0.2.1
CSeq: 14398234 REGISTER
Via: SIP/2.0/TLS host5.example.com;branch=z9hG4bKkdjuw{mark}
M: <sip:user@example.com?Route=%3Csip:sip.example.com%3E>
L:0

`,
  },
} as const satisfies Record<string, TortureMessage>;
