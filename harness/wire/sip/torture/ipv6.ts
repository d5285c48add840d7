/**
 * The messages of RFC 5118 §4, about IPv6 addresses. Request-URIs stay but in the INVITEs, which are about what they bring. The
 * RFC's Content-Lengths of 268, 181 and 236 fit no body that it prints; here they count it.
 */
import type { TortureMessage } from './torture-message.ts';

const register = (uri: string): string => String.raw`
REGISTER ${uri} SIP/2.0
To: sip:user@example.com
From: sip:user@example.com;tag=81x2
Via: SIP/2.0/TLS [2001:db8::9:1];branch=z9hG4bKas3-111{mark}
Call-ID: SSG9559905523997077{mark}@hlau_4100
Max-Forwards: 70
Contact: "Caller" <sip:caller@[2001:db8::1]>
CSeq: 98176 REGISTER
Content-Length: 0

`;

const options = (uri: string): string => String.raw`
OPTIONS ${uri} SIP/2.0
To: ${uri}
From: sip:user@example.com;tag=810x2
Via: SIP/2.0/TLS lab1.east.example.com;branch=z9hG4bKas3-111{mark}
Call-ID: G9559905523997077{mark}@hlau_4100
CSeq: 689 OPTIONS
Max-Forwards: 70
Content-Length: 0

`;

const registered = ['[2001:db8::9:1]', 'branch=z9hG4bKas3-111', 'tag=81x2', '98176REGISTER'];
const asked = ['lab1.east.example.com', 'branch=z9hG4bKas3-111', 'tag=810x2', '689OPTIONS'];

const media = `m=audio 6000 RTP/AVP 2
a=rtpmap:2 G726-32/8000
m=video 6024 RTP/AVP 107
a=rtpmap:107 H263-1998/90000
`;

export const ipv6 = {
  'ipv6-good': {
    section: 'RFC 5118 §4.1',
    title: 'a REGISTER with IPv6 references',
    repeats: registered,
    text: register('sip:[2001:db8::10]'),
  },
  'ipv6-bad': {
    section: 'RFC 5118 §4.2',
    title: 'a REGISTER with an IPv6 address without brackets as Request-URI',
    text: register('sip:2001:db8::10'),
  },
  'port-ambiguous': {
    section: 'RFC 5118 §4.3',
    title: 'a REGISTER whose port stands inside of the brackets',
    repeats: registered,
    text: register('sip:[2001:db8::10:5070]'),
  },
  'port-unambiguous': {
    section: 'RFC 5118 §4.4',
    title: 'a REGISTER whose port stands behind the brackets',
    repeats: registered,
    text: register('sip:[2001:db8::10]:5070'),
  },
  'via-received-param-with-delim': {
    section: 'RFC 5118 §4.5',
    title: 'a BYE with an IPv6 address in brackets as received parameter',
    repeats: ['branch=z9hG4bKas3-111', 'tag=81x2', '321BYE'],
    text: String.raw`
BYE sip:[2001:db8::10] SIP/2.0
To: sip:user@example.com;tag=bd76ya
From: sip:user@example.com;tag=81x2
Via: SIP/2.0/TLS [2001:db8::9:1];received=[2001:db8::9:255];branch=z9hG4bKas3-111{mark}
Call-ID: SSG9559905523997077{mark}@hlau_4100
Max-Forwards: 70
CSeq: 321 BYE
Content-Length: 0

`,
  },
  'via-received-param-no-delim': {
    section: 'RFC 5118 §4.5',
    title: 'an OPTIONS with an IPv6 address without brackets as received parameter',
    repeats: ['branch=z9hG4bKas3', 'tag=81x2', '921OPTIONS'],
    text: String.raw`
OPTIONS sip:[2001:db8::10] SIP/2.0
To: sip:user@example.com
From: sip:user@example.com;tag=81x2
Via: SIP/2.0/TLS [2001:db8::9:1];received=2001:db8::9:255;branch=z9hG4bKas3{mark}
Call-ID: SSG95523997077{mark}@hlau_4100
Max-Forwards: 70
Contact: "Caller" <sip:caller@[2001:db8::9:1]>
CSeq: 921 OPTIONS
Content-Length: 0

`,
  },
  'ipv6-in-sdp': {
    section: 'RFC 5118 §4.6',
    title: 'an INVITE with IPv6 addresses in its description',
    repeats: ['[2001:db8::20]', 'branch=z9hG4bKas3-111', 'tag=81x2', '8612INVITE'],
    text:
      String.raw`
INVITE {contact} SIP/2.0
To: sip:user@[2001:db8::10]
From: sip:user@example.com;tag=81x2
Via: SIP/2.0/TLS [2001:db8::20];branch=z9hG4bKas3-111{mark}
Call-ID: SSG9559905523997077{mark}@hlau_4100
Contact: "Caller" <sip:caller@[2001:db8::20]>
CSeq: 8612 INVITE
Max-Forwards: 70
Content-Type: application/sdp
Content-Length: 251

v=0
o=assistant 971731711378798081 0 IN IP6 2001:db8::20
s=Live video feed for today's meeting
c=IN IP6 2001:db8::20
t=3338481189 3370017201
` + media,
  },
  'mult-ip-in-header': {
    section: 'RFC 5118 §4.7',
    title: 'a BYE with addresses of both kinds in its Vias',
    repeats: ['[2001:db8::9:1]:6050', 'z9hG4bKjhja8781hjuaij65144', 'z9hG4bK451jj', 'tag=81x2', '89187BYE'],
    text: String.raw`
BYE sip:user@host.example.net SIP/2.0
Via: SIP/2.0/TLS [2001:db8::9:1]:6050;branch=z9hG4bKas3-111{mark}
Via: SIP/2.0/UDP 192.0.2.1;branch=z9hG4bKjhja8781hjuaij65144
Via: SIP/2.0/TCP [2001:db8::9:255];branch=z9hG4bK451jj;received=192.0.2.200
Call-ID: 997077{mark}@lau_4100
Max-Forwards: 70
CSeq: 89187 BYE
To: sip:user@example.net;tag=9817--94
From: sip:user@example.com;tag=81x2
Content-Length: 0

`,
  },
  'mult-ip-in-sdp': {
    section: 'RFC 5118 §4.8',
    title: 'an INVITE with addresses of both kinds in its description',
    repeats: ['[2001:db8::9:1]', 'branch=z9hG4bKas3-111', 'tag=81x2', '8912INVITE'],
    text: String.raw`
INVITE {contact} SIP/2.0
To: sip:user@[2001:db8::10]
From: sip:user@example.com;tag=81x2
Via: SIP/2.0/TLS [2001:db8::9:1];branch=z9hG4bKas3-111{mark}
Call-ID: SSG9559905523997077{mark}@hlau_4100
Contact: "Caller" <sip:caller@[2001:db8::9:1]>
Max-Forwards: 70
CSeq: 8912 INVITE
Content-Type: application/sdp
Content-Length: 189

v=0
o=bob 280744730 28977631 IN IP4 host.example.com
s=
t=0 0
m=audio 22334 RTP/AVP 0
c=IN IP4 192.0.2.1
m=video 6024 RTP/AVP 107
c=IN IP6 2001:db8::1
a=rtpmap:107 H263-1998/90000
`,
  },
  'ipv4-mapped-ipv6': {
    section: 'RFC 5118 §4.9',
    title: 'an INVITE with IPv4 addresses that are mapped to IPv6',
    repeats: ['[::ffff:192.0.2.10]:19823', 'z9hG4bKbh19', '[::ffff:192.0.2.2]', 'tag=81x2', '612INVITE'],
    text:
      String.raw`
INVITE {contact} SIP/2.0
To: sip:user@example.com
From: sip:user@east.example.com;tag=81x2
Via: SIP/2.0/TLS [::ffff:192.0.2.10]:19823;branch=z9hG4bKbh19{mark}
Via: SIP/2.0/UDP [::ffff:192.0.2.2];branch=z9hG4bKas3-111
Call-ID: SSG9559905523997077{mark}@hlau_4100
Contact: "T. desk phone" <sip:ted@[::ffff:192.0.2.2]>
CSeq: 612 INVITE
Max-Forwards: 70
Content-Type: application/sdp
Content-Length: 245

v=0
o=assistant 971731711378798081 0 IN IP6 ::ffff:192.0.2.2
s=Call me soon, please!
c=IN IP6 ::ffff:192.0.2.2
t=3338481189 3370017201
` + media,
  },
  'ipv6-bug-abnf-3-colons': {
    section: 'RFC 5118 §4.10',
    title: 'an OPTIONS to an IPv6 reference with a colon too many',
    repeats: asked,
    text: options('sip:user@[2001:db8:::192.0.2.1]'),
  },
  'ipv6-correct-abnf-2-colons': {
    section: 'RFC 5118 §4.10',
    title: 'an OPTIONS to an IPv6 reference that ends as an IPv4 address',
    repeats: asked,
    text: options('sip:user@[2001:db8::192.0.2.1]'),
  },
} as const satisfies Record<string, TortureMessage>;

export type Ipv6Name = keyof typeof ipv6;
