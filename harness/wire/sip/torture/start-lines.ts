/** Requests whose first line is wrong, by itself or beside CSeq (RFC 4475 §3.1.2). */
import { description, type TortureMessage } from './torture-message.ts';

export const startLines = {
  ltgtruri: {
    section: 'RFC 4475 §3.1.2.7',
    title: 'an INVITE with <> around its Request-URI',
    text:
      String.raw`
INVITE <{contact}> SIP/2.0
To: sip:user@example.com
From: sip:caller@example.net;tag=39291
Max-Forwards: 23
Call-ID: ltgtruri.1{mark}@192.0.2.5
CSeq: 1 INVITE
Via: SIP/2.0/TLS 192.0.2.5;branch=z9hG4bKltgtruri{mark}
Contact: <sip:caller@host5.example.net>
Content-Type: application/sdp
Content-Length: 159

` + description('192.0.2.5', '3149328700 0'),
  },
  lwsruri: {
    section: 'RFC 4475 §3.1.2.8',
    title: 'an INVITE with a space in its Request-URI',
    text:
      String.raw`
INVITE {contact}; lr SIP/2.0
To: sip:user@example.com;tag=3xfe-9921883-z9f
From: sip:caller@example.net;tag=231413434
Max-Forwards: 5
Call-ID: lwsruri.asdfasdoeoi2323-asdfwrn23-asd834rk423{mark}
CSeq: 2130706432 INVITE
Via: SIP/2.0/TLS 192.0.2.1:5060;branch=z9hG4bKkdjuw2395{mark}
Contact: <sip:caller@host1.example.net>
Content-Type: application/sdp
Content-Length: 159

` + description('192.0.2.1', '3149328700 0'),
  },
  lwsstart: {
    section: 'RFC 4475 §3.1.2.9',
    title: 'an INVITE with two spaces around its Request-URI',
    text:
      String.raw`
INVITE  {contact}  SIP/2.0
Max-Forwards: 8
To: sip:user@example.com
From: sip:caller@example.net;tag=8814
Call-ID: lwsstart.dfknq234oi243099adsdfnawe3{mark}@example.com
CSeq: 1893884 INVITE
Via: SIP/2.0/TLS host1.example.com;branch=z9hG4bKkdjuw3923{mark}
Contact: <sip:caller@host1.example.net>
Content-Type: application/sdp
Content-Length: 150

` + description('192.0.2.1'),
  },
  trws: {
    section: 'RFC 4475 §3.1.2.10',
    title: 'an OPTIONS with spaces behind the version',
    text: `
OPTIONS {contact} SIP/2.0  \nVia: SIP/2.0/TLS host1.examle.com;branch=z9hG4bK299342093{mark}
To: <sip:remote-target@example.com>
From: <sip:local-resource@example.com>;tag=329429089
Call-ID: trws.oicu34958239neffasdhr2345r{mark}
Accept: application/sdp
CSeq: 238923 OPTIONS
Max-Forwards: 70
Content-Length: 0

`,
  },
  escruri: {
    section: 'RFC 4475 §3.1.2.11',
    title: 'an INVITE with header fields in its Request-URI',
    text:
      String.raw`
INVITE {contact}?Route=%3Csip:example.com%3E SIP/2.0
To: sip:user@example.com
From: sip:caller@example.net;tag=341518
Max-Forwards: 7
Contact: <sip:caller@host39923.example.net>
Call-ID: escruri.23940-asdfhj-aje3br-234q098w-fawerh2q-h4n5{mark}
CSeq: 149209342 INVITE
Via: SIP/2.0/TLS host-of-the-hour.example.com;branch=z9hG4bKkdjuw{mark}
Content-Type: application/sdp
Content-Length: 150

` + description('192.0.2.1'),
  },
  badvers: {
    section: 'RFC 4475 §3.1.2.16',
    title: 'an OPTIONS of SIP/7.0',
    text: String.raw`
OPTIONS {contact} SIP/7.0
Via:     SIP/7.0/TLS c.example.com;branch=z9hG4bKkdjuw{mark}
Max-Forwards:     70
From:    A. Bell <sip:a.g.bell@example.com>;tag=qweoiqpe
To:      T. Watson <sip:t.watson@example.org>
Call-ID: badvers.31417{mark}@c.example.com
CSeq:    1 OPTIONS
l: 0

`,
  },
  mismatch01: {
    section: 'RFC 4475 §3.1.2.17',
    title: 'an OPTIONS whose CSeq says INVITE',
    text: String.raw`
OPTIONS {contact} SIP/2.0
To: sip:j.user@example.com
From: sip:caller@example.net;tag=34525
Max-Forwards: 6
Call-ID: mismatch01.dj0234sxdfl3{mark}
CSeq: 8 INVITE
Via: SIP/2.0/TLS host.example.com;branch=z9hG4bKkdjuw{mark}
l: 0

`,
  },
  mismatch02: {
    section: 'RFC 4475 §3.1.2.18',
    title: 'an unknown method whose CSeq says INVITE',
    text:
      String.raw`
NEWMETHOD {contact} SIP/2.0
To: sip:j.user@example.com
From: sip:caller@example.net;tag=34525
Max-Forwards: 6
Call-ID: mismatch02.dj0234sxdfl3{mark}
CSeq: 8 INVITE
Contact: <sip:caller@host.example.net>
Via: SIP/2.0/TLS host.example.net;branch=z9hG4bKkdjuw{mark}
Content-Type: application/sdp
l: 138

` + description('192.0.2.1').replace('s=-\n', '').replace('t=0 0\n', ''),
  },
} as const satisfies Record<string, TortureMessage>;
