/** Requests with URIs of other schemes than sip (RFC 4475 §3.3.2 to §3.3.4). */
import type { TortureMessage } from './torture-message.ts';

export const schemes = {
  unkscm: {
    section: 'RFC 4475 §3.3.2',
    title: 'an OPTIONS to a URI of a scheme that nobody knows',
    repeats: ['branch=z9hG4bKkdjuw39234', 'tag=384', '3923423OPTIONS'],
    text: String.raw`
OPTIONS nobodyKnowsThisScheme:totallyopaquecontent SIP/2.0
To: sip:user@example.com
From: sip:caller@example.net;tag=384
Max-Forwards: 3
Call-ID: unkscm.nasdfasser0q239nwsdfasdkl34{mark}
CSeq: 3923423 OPTIONS
Via: SIP/2.0/TLS host9.example.com;branch=z9hG4bKkdjuw39234{mark}
Content-Length: 0

`,
  },
  novelsc: {
    section: 'RFC 4475 §3.3.3',
    title: 'an OPTIONS to a URI of a scheme that is not one of SIP',
    repeats: ['branch=z9hG4bKkdjuw39234', 'tag=384', '3923423OPTIONS'],
    text: String.raw`
OPTIONS soap.beep://192.0.2.103:3002 SIP/2.0
To: sip:user@example.com
From: sip:caller@example.net;tag=384
Max-Forwards: 3
Call-ID: novelsc.asdfasser0q239nwsdfasdkl34{mark}
CSeq: 3923423 OPTIONS
Via: SIP/2.0/TLS host9.example.com;branch=z9hG4bKkdjuw39234{mark}
Content-Length: 0

`,
  },
  unksm2: {
    section: 'RFC 4475 §3.3.4',
    title: 'a REGISTER with URIs of three other schemes in To, From and Contact',
    repeats: ['branch=z9hG4bKkdjuw', 'tag=3234233', '234902REGISTER'],
    text: String.raw`
REGISTER sip:example.com SIP/2.0
To: isbn:2983792873
From: <http://www.example.com>;tag=3234233
Call-ID: unksm2.daksdj{mark}@hyphenated-host.example.com
CSeq: 234902 REGISTER
Max-Forwards: 70
Via: SIP/2.0/TLS 192.0.2.21:5060;branch=z9hG4bKkdjuw{mark}
Contact: <name:John_Smith>
l: 0

`,
  },
} as const satisfies Record<string, TortureMessage>;
