/** Requests that are no SIP by the grammar, in their header fields or numbers (RFC 4475 §3.1.2). */
import { description, type TortureMessage } from './torture-message.ts';

export const malformed = {
  badinv01: {
    section: 'RFC 4475 §3.1.2.1',
    title: 'an INVITE with separators that part nothing in Via and Contact',
    text:
      String.raw`
INVITE {contact} SIP/2.0
To: sip:j.user@example.com
From: sip:caller@example.net;tag=134161461246
Max-Forwards: 7
Call-ID: badinv01.0ha0isndaksdjasdf3234nas{mark}
CSeq: 8 INVITE
Via: SIP/2.0/TLS 192.0.2.15;;,;,,
Contact: "Joe" <sip:joe@example.org>;;;;
Content-Length: 152
Content-Type: application/sdp

` + description('192.0.2.15'),
  },
  scalar02: {
    section: 'RFC 4475 §3.1.2.4',
    title: 'a REGISTER whose numbers are out of their ranges',
    text: String.raw`
REGISTER sip:example.com SIP/2.0
Via: SIP/2.0/TLS host129.example.com;branch=z9hG4bK342sdfoi3{mark}
To: <sip:user@example.com>
From: <sip:user@example.com>;tag=239232jh3
CSeq: 36893488147419103232 REGISTER
Call-ID: scalar02.23o0pd9vanlq3wnrlnewofjas9ui32{mark}
Max-Forwards: 300
Expires: 1<repeat count=100>0</repeat>
Contact: <sip:user@host129.example.com>
  ;expires=280297596632815
Content-Length: 0

`,
  },
  quotbal: {
    section: 'RFC 4475 §3.1.2.6',
    title: 'an INVITE with a quote in To that does not end',
    text:
      String.raw`
INVITE {contact} SIP/2.0
To: "Mr. J. User <sip:j.user@example.com>
From: sip:caller@example.net;tag=93334
Max-Forwards: 10
Call-ID: quotbal.aksdj{mark}
Contact: <sip:caller@host59.example.net>
CSeq: 8 INVITE
Via: SIP/2.0/TLS 192.0.2.59:5050;branch=z9hG4bKkdjuw39234{mark}
Content-Type: application/sdp
Content-Length: 152

` + description('192.0.2.15'),
  },
  baddate: {
    section: 'RFC 4475 §3.1.2.12',
    title: 'an INVITE with a Date that is not in GMT',
    text:
      String.raw`
INVITE {contact} SIP/2.0
To: sip:user@example.com
From: sip:caller@example.net;tag=2234923
Max-Forwards: 70
Call-ID: baddate.239423mnsadf3j23lj42--sedfnm234{mark}
CSeq: 1392934 INVITE
Via: SIP/2.0/TLS host.example.com;branch=z9hG4bKkdjuw{mark}
Date: Fri, 01 Jan 2010 16:00:00 EST
Contact: <sip:caller@host5.example.net>
Content-Type: application/sdp
Content-Length: 150

` + description('192.0.2.5'),
  },
  regbadct: {
    section: 'RFC 4475 §3.1.2.13',
    title: 'a REGISTER whose Contact has a URI with header fields and no <> around it',
    text: String.raw`
REGISTER sip:example.com SIP/2.0
To: sip:user@example.com
From: sip:user@example.com;tag=998332
Max-Forwards: 70
Call-ID: regbadct.k345asrl3fdbv{mark}@10.0.0.1
CSeq: 1 REGISTER
Via: SIP/2.0/TLS 135.180.130.133:5060;branch=z9hG4bKkdjuw{mark}
Contact: sip:user@example.com?Route=%3Csip:sip.example.com%3E
l: 0

`,
  },
  badaspec: {
    section: 'RFC 4475 §3.1.2.14',
    title: 'an OPTIONS with spaces inside of the <> in To',
    text: String.raw`
OPTIONS {contact} SIP/2.0
Via: SIP/2.0/TLS host4.example.com:5060;branch=z9hG4bKkdju43234{mark}
Max-Forwards: 70
From: "Bell, Alexander" <sip:a.g.bell@example.com>;tag=433423
To: "Watson, Thomas" < sip:t.watson@example.org >
Call-ID: badaspec.sdf0234n2nds0a099u23h3hnnw009cdkne3{mark}
Accept: application/sdp
CSeq: 3923239 OPTIONS
l: 0

`,
  },
  baddn: {
    section: 'RFC 4475 §3.1.2.15',
    title: 'an OPTIONS with a comma in display names that have no quotes',
    text: String.raw`
OPTIONS {contact} SIP/2.0
Via:     SIP/2.0/TLS c.example.com:5060;branch=z9hG4bKkdjuw{mark}
Max-Forwards:      70
From:    Bell, Alexander <sip:a.g.bell@example.com>;tag=43
To:      Watson, Thomas <sip:t.watson@example.org>
Call-ID: baddn.31415{mark}@c.example.com
Accept: application/sdp
CSeq:    3923239 OPTIONS
l: 0

`,
  },
} as const satisfies Record<string, TortureMessage>;
