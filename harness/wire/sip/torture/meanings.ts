/** Requests that are well-formed and ask for something unusual (RFC 4475 §3.1.1.10, §3.2, §3.3, §3.4). */
import { description, type TortureMessage } from './torture-message.ts';

export const meanings = {
  // The Via of TLS stands first, as the responses are due on this connection.
  transports: {
    section: 'RFC 4475 §3.1.1.10',
    title: 'an OPTIONS with all transports in its Vias and one that nobody knows',
    repeats: [
      'z9hG4bK2980unddj',
      'z9hG4bKklasjdhf',
      'z9hG4bKkdjuw',
      'z9hG4bKasd0f3en',
      'z9hG4bK0a9idfnee',
      '60OPTIONS',
    ],
    text: String.raw`
OPTIONS {contact} SIP/2.0
To: sip:user@example.com
From: <sip:caller@example.com>;tag=323
Max-Forwards: 70
Call-ID:  transports.kijh4akdnaqjkwendsasfdj{mark}
Accept: application/sdp
CSeq: 60 OPTIONS
Via: SIP/2.0/TLS t3.example.com;branch=z9hG4bK2980unddj{mark}
Via: SIP/2.0/SCTP t2.example.com;branch=z9hG4bKklasjdhf
Via: SIP/2.0/UDP t1.example.com;branch=z9hG4bKkdjuw
Via: SIP/2.0/UNKNOWN t4.example.com;branch=z9hG4bKasd0f3en
Via: SIP/2.0/TCP t5.example.com;branch=z9hG4bK0a9idfnee
l: 0

`,
  },
  badbranch: {
    section: 'RFC 4475 §3.2.1',
    title: 'an OPTIONS whose branch is the magic cookie and nothing else',
    repeats: ['tag=33242', '8OPTIONS'],
    text: String.raw`
OPTIONS {contact} SIP/2.0
To: sip:user@example.com
From: sip:caller@example.org;tag=33242
Max-Forwards: 3
Via: SIP/2.0/TLS 192.0.2.1;branch=z9hG4bK
Accept: application/sdp
Call-ID: badbranch.sadonfo23i420jv0as0derf3j3n{mark}
CSeq: 8 OPTIONS
l: 0

`,
  },
  insuf: {
    section: 'RFC 4475 §3.3.1',
    title: 'an INVITE without Call-ID, From and To',
    text:
      String.raw`
INVITE {contact} SIP/2.0
CSeq: 193942 INVITE
Via: SIP/2.0/TLS 192.0.2.95;branch=z9hG4bKkdj.insuf{mark}
Content-Type: application/sdp
l: 152

` + description('192.0.2.95'),
  },
  bext01: {
    section: 'RFC 4475 §3.3.5',
    title: 'an OPTIONS that requires extensions which nobody knows',
    repeats: ['branch=z9hG4bKkdjuw', 'tag=242etr', '8OPTIONS'],
    text: String.raw`
OPTIONS {contact} SIP/2.0
To: sip:j_user@example.com
From: sip:caller@example.net;tag=242etr
Max-Forwards: 6
Call-ID: bext01.0ha0isndaksdj{mark}
Require: nothingSupportsThis, nothingSupportsThisEither
Proxy-Require: noProxiesSupportThis, norDoAnyProxiesSupportThis
CSeq: 8 OPTIONS
Via: SIP/2.0/TLS fold-and-staple.example.com;branch=z9hG4bKkdjuw{mark}
Content-Length: 0

`,
  },
  invut: {
    section: 'RFC 4475 §3.3.6',
    title: 'an INVITE whose body is of a type that nobody knows',
    repeats: ['branch=z9hG4bKkdjuw', 'tag=8392034', '235448INVITE'],
    text: String.raw`
INVITE {contact} SIP/2.0
Contact: <sip:caller@host5.example.net>
To: sip:j.user@example.com
From: sip:caller@example.net;tag=8392034
Max-Forwards: 70
Call-ID: invut.0ha0isndaksdjadsfij34n23d{mark}
CSeq: 235448 INVITE
Via: SIP/2.0/TLS somehost.example.com;branch=z9hG4bKkdjuw{mark}
Content-Type: application/unknownformat
Content-Length: 40

<audio>
 <pcmu port="443"/>
</audio>
`,
  },
  multi01: {
    section: 'RFC 4475 §3.3.8',
    title: 'an INVITE that has two of what there may be one of',
    text:
      String.raw`
INVITE {contact} SIP/2.0
Contact: <sip:caller@host25.example.net>
Via: SIP/2.0/TLS 192.0.2.25;branch=z9hG4bKkdjuw{mark}
Max-Forwards: 70
CSeq: 5 INVITE
Call-ID: multi01.98asdh{mark}@192.0.2.1
CSeq: 59 INVITE
Call-ID: multi01.98asdh{mark}@192.0.2.2
From: sip:caller@example.com;tag=3413415
To: sip:user@example.com
To: sip:other@example.net
From: sip:caller@example.net;tag=2923420123
Content-Type: application/sdp
l: 154
Contact: <sip:caller@host36.example.net>
Max-Forwards: 5

` +
      description('192.0.2.25') +
      '\n',
  },
  zeromf: {
    section: 'RFC 4475 §3.3.11',
    title: 'an OPTIONS whose Max-Forwards is 0',
    repeats: ['branch=z9hG4bKkdjuw2349i', 'tag=3ghsd41', '39234321OPTIONS'],
    text: String.raw`
OPTIONS {contact} SIP/2.0
To: sip:user@example.com
From: sip:caller@example.net;tag=3ghsd41
Call-ID: zeromf.jfasdlfnm2o2l43r5u0asdfas{mark}
CSeq: 39234321 OPTIONS
Via: SIP/2.0/TLS host1.example.com;branch=z9hG4bKkdjuw2349i{mark}
Max-Forwards: 0
Content-Length: 0

`,
  },
  sdp01: {
    section: 'RFC 4475 §3.3.15',
    title: 'an INVITE that accepts no answer but one of a type that nobody knows',
    repeats: ['branch=z9hG4bKkdjuw', 'tag=234', '8INVITE'],
    text:
      String.raw`
INVITE {contact} SIP/2.0
To: sip:j_user@example.com
Contact: <sip:caller@host15.example.net>
From: sip:caller@example.net;tag=234
Max-Forwards: 5
Call-ID: sdp01.ndaksdj9342dasdd{mark}
Accept: text/nobodyKnowsThis
CSeq: 8 INVITE
Via: SIP/2.0/TLS 192.0.2.15;branch=z9hG4bKkdjuw{mark}
Content-Length: 150
Content-Type: application/sdp

` + description('192.0.2.5'),
  },
  // RFC 2543 had no Content-Length; the stream asks for one.
  inv2543: {
    section: 'RFC 4475 §3.4.1',
    title: 'an INVITE of RFC 2543: no branch, no tag, no Max-Forwards, no Contact',
    text:
      String.raw`
INVITE {contact} SIP/2.0
Via: SIP/2.0/TLS iftgw.example.com
From: <sip:+13035551111@ift.client.example.net;user=phone>
Record-Route: <sip:UserB@example.com;maddr=ss1.example.com>
To: sip:+16505552222@ss1.example.net;user=phone
Call-ID: inv2543.1717{mark}@ift.client.example.com
CSeq: 56 INVITE
Content-Type: application/sdp
Content-Length: 105

` +
      description('192.0.2.5')
        .replace('AVP 0 12', 'AVP 0')
        .replace(/m=video[^]*/, ''),
  },
} as const satisfies Record<string, TortureMessage>;
