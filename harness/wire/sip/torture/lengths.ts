/** Messages whose Content-Length is wrong: over a stream nobody knows where the next one begins (RFC 3261 §18.3). */
import { description, type TortureMessage } from './torture-message.ts';

export const lengths = {
  clerr: {
    section: 'RFC 4475 §3.1.2.2',
    title: 'an INVITE whose Content-Length is larger than what comes of its body',
    repeats: ['branch=z9hG4bK-39234-23523', 'tag=93942939o2', '8INVITE'],
    text:
      String.raw`
INVITE {contact} SIP/2.0
Max-Forwards: 80
To: sip:j.user@example.com
From: sip:caller@example.net;tag=93942939o2
Contact: <sip:caller@hungry.example.net>
Call-ID: clerr.0ha0isndaksdjweiafasdk3{mark}
CSeq: 8 INVITE
Via: SIP/2.0/TLS host5.example.com;branch=z9hG4bK-39234-23523{mark}
Content-Type: application/sdp
Content-Length: 9999

` + description('192.0.2.155'),
  },
  ncl: {
    section: 'RFC 4475 §3.1.2.3',
    title: 'an INVITE with a negative Content-Length',
    text:
      String.raw`
INVITE {contact} SIP/2.0
Max-Forwards: 254
To: sip:j.user@example.com
From: sip:caller@example.net;tag=32394234
Call-ID: ncl.0ha0isndaksdj2193423r542w35{mark}
CSeq: 0 INVITE
Via: SIP/2.0/TLS 192.0.2.53;branch=z9hG4bKkdjuw{mark}
Contact: <sip:caller@example53.example.net>
Content-Type: application/sdp
Content-Length: -999

` + description('192.0.2.53'),
  },
  mcl01: {
    section: 'RFC 4475 §3.3.9',
    title: 'an OPTIONS with two Content-Lengths that differ',
    text: String.raw`
OPTIONS {contact} SIP/2.0
Via: SIP/2.0/TLS host5.example.net;branch=z9hG4bK293423{mark}
To: sip:user@example.com
From: sip:other@example.net;tag=3923942
Call-ID: mcl01.fhn2323orihawfdoa3o4r52o3irsdf{mark}
CSeq: 15932 OPTIONS
Content-Length: 13
Max-Forwards: 60
Content-Length: 5
Content-Type: text/plain

There's no way to know how many octets are supposed to be here.

`,
  },
} as const satisfies Record<string, TortureMessage>;
