/** Responses that belong to no request of the device (RFC 4475 §3.1.1.12, §3.1.1.13, §3.1.2.5, §3.1.2.19, §3.3.10). */
import { description, type TortureMessage } from './torture-message.ts';

export const responses = {
  unreason: {
    section: 'RFC 4475 §3.1.1.12',
    title: 'a 200 with an unusual reason phrase',
    text:
      String.raw`
<allOneLine>
SIP/2.0 200 = 2**3 * 5**2 <hex>D0BDD0BE20D181D182
D0BE20D0B4D0B5D0B2D18FD0BDD0BED181D182D0BE20D0B4
D0B5D0B2D18FD182D18C202D20D0BFD180D0BED181D182D0
BED0B5</hex>
</allOneLine>
Via: SIP/2.0/UDP 192.0.2.198;branch=z9hG4bK1324923{mark}
Call-ID: unreason.1234ksdfak3j2erwedfsASdf{mark}
CSeq: 35 INVITE
From: sip:user@example.com;tag=11141343
To: sip:user@example.edu;tag=2229
Content-Length: 154
Content-Type: application/sdp
Contact: <sip:user@host198.example.com>

` + description('192.0.2.198'),
  },
  noreason: {
    section: 'RFC 4475 §3.1.1.13',
    title: 'a 100 without a reason phrase',
    // The space behind the status code is due also where nothing follows it.
    text: `
SIP/2.0 100 \nVia: SIP/2.0/UDP 192.0.2.105;branch=z9hG4bK2398ndaoe{mark}
Call-ID: noreason.asndj203insdf99223ndf{mark}
CSeq: 35 INVITE
From: <sip:user@example.com>;tag=39ansfi3
To: <sip:user@example.edu>;tag=902jndnke3
Content-Length: 0
Contact: <sip:user@host105.example.com>

`,
  },
  scalarlg: {
    section: 'RFC 4475 §3.1.2.5',
    title: 'a 503 whose numbers are out of their ranges',
    text: String.raw`
SIP/2.0 503 Service Unavailable
<allOneLine>
Via: SIP/2.0/TCP host129.example.com
;branch=z9hG4bKzzxdiwo34sw{mark}
;received=192.0.2.129
</allOneLine>
To: <sip:user@example.com>
From: <sip:other@example.net>;tag=2easdjfejw
CSeq: 9292394834772304023312 OPTIONS
Call-ID: scalarlg.noase0of0234hn2qofoaf0232aewf2394r{mark}
Retry-After: 949302838503028349304023988
Warning: 1812 overture "In Progress"
Content-Length: 0

`,
  },
  bigcode: {
    section: 'RFC 4475 §3.1.2.19',
    title: 'a response with the status code 4294967301',
    text: String.raw`
SIP/2.0 4294967301 better not break the receiver
Via: SIP/2.0/UDP 192.0.2.105;branch=z9hG4bK2398ndaoe{mark}
Call-ID: bigcode.asdof3uj203asdnf3429uasdhfas3ehjasdfas9i{mark}
CSeq: 353494 INVITE
From: <sip:user@example.com>;tag=39ansfi3
To: <sip:user@example.edu>;tag=902jndnke3
Content-Length: 0
Contact: <sip:user@host105.example.com>

`,
  },
  bcast: {
    section: 'RFC 4475 §3.3.10',
    title: 'a 200 with a broadcast address in its second Via',
    text:
      String.raw`
SIP/2.0 200 OK
Via: SIP/2.0/UDP 192.0.2.198;branch=z9hG4bK1324923{mark}
Via: SIP/2.0/UDP 255.255.255.255;branch=z9hG4bK1saber23
Call-ID: bcast.0384840201234ksdfak3j2erwedfsASdf{mark}
CSeq: 35 INVITE
From: sip:user@example.com;tag=11141343
To: sip:user@example.edu;tag=2229
Content-Length: 154
Content-Type: application/sdp
Contact: <sip:user@host28.example.com>

` + description('192.0.2.198'),
  },
} as const satisfies Record<string, TortureMessage>;
