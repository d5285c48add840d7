/** Requests that are long, several, or binary, and have to be taken all the same (RFC 4475 §3.1.1.7, §3.1.1.8, §3.1.1.11). */
import { description, type TortureMessage } from './torture-message.ts';

export const lengthy = {
  longreq: {
    section: 'RFC 4475 §3.1.1.7',
    title: 'an INVITE with long names, long values and 34 Vias',
    repeats: ['tag=1298298', 'sip1.example.com', 'received=192.0.2.5', '3882340INVITE'],
    text:
      String.raw`
INVITE {contact} SIP/2.0
<allOneLine>
To: "I have a user name of <repeat count=10>extreme</repeat> proportion"
<sip:user@example.com:6000;unknownparam1=very<repeat count=20>long</repeat>value
;longparam<repeat count=25>name</repeat>=shortvalue
;very<repeat count=25>long</repeat>ParameterNameWithNoValue>
</allOneLine>
<allOneLine>
F: sip:<repeat count=5>amazinglylongcallername</repeat>@example.net
;tag=12<repeat count=50>982</repeat>424
;unknownheaderparam<repeat count=20>name</repeat>=unknowheaderparam<repeat count=15>value</repeat>
;unknownValueless<repeat count=10>paramname</repeat>
</allOneLine>
Call-ID: longreq.one<repeat count=20>really</repeat>longcallid{mark}
CSeq: 3882340 INVITE
<allOneLine>
Unknown-<repeat count=20>Long</repeat>-Name: unknown-<repeat count=20>long</repeat>-value;
 unknown-<repeat count=20>long</repeat>-parameter-name =
 unknown-<repeat count=20>long</repeat>-parameter-value
</allOneLine>
Via: SIP/2.0/TLS sip33.example.com;branch=z9hG4bKlongreq{mark}
v: SIP/2.0/TCP sip32.example.com
V: SIP/2.0/TCP sip31.example.com
Via: SIP/2.0/TCP sip30.example.com
ViA: SIP/2.0/TCP sip29.example.com
VIa: SIP/2.0/TCP sip28.example.com
VIA: SIP/2.0/TCP sip27.example.com
via: SIP/2.0/TCP sip26.example.com
viA: SIP/2.0/TCP sip25.example.com
vIa: SIP/2.0/TCP sip24.example.com
vIA: SIP/2.0/TCP sip23.example.com
V :  SIP/2.0/TCP sip22.example.com
v :  SIP/2.0/TCP sip21.example.com
V  : SIP/2.0/TCP sip20.example.com
v  : SIP/2.0/TCP sip19.example.com
Via : SIP/2.0/TCP sip18.example.com
Via  : SIP/2.0/TCP sip17.example.com
Via: SIP/2.0/TCP sip16.example.com
Via: SIP/2.0/TCP sip15.example.com
Via: SIP/2.0/TCP sip14.example.com
Via: SIP/2.0/TCP sip13.example.com
Via: SIP/2.0/TCP sip12.example.com
Via: SIP/2.0/TCP sip11.example.com
Via: SIP/2.0/TCP sip10.example.com
Via: SIP/2.0/TCP sip9.example.com
Via: SIP/2.0/TCP sip8.example.com
Via: SIP/2.0/TCP sip7.example.com
Via: SIP/2.0/TCP sip6.example.com
Via: SIP/2.0/TCP sip5.example.com
Via: SIP/2.0/TCP sip4.example.com
Via: SIP/2.0/TCP sip3.example.com
Via: SIP/2.0/TCP sip2.example.com
Via: SIP/2.0/TCP sip1.example.com
<allOneLine>
Via: SIP/2.0/TCP host.example.com;received=192.0.2.5
;branch=very<repeat count=50>long</repeat>branchvalue
</allOneLine>
Max-Forwards: 70
Contact: <sip:<repeat count=5>amazinglylongcallername</repeat>@host5.example.net>
Content-Type: application/sdp
l: 150

` + description('192.0.2.1'),
  },
  // In a datagram the second request would be what is to be dropped; in a stream it is the next message.
  dblreq: {
    section: 'RFC 4475 §3.1.1.8',
    title: 'two requests in one piece, the first without a body',
    repeats: ['tag=43251j3j324', '8REGISTER'],
    text:
      String.raw`
REGISTER sip:example.com SIP/2.0
To: sip:j.user@example.com
From: sip:j.user@example.com;tag=43251j3j324
Max-Forwards: 8
I: dblreq.0ha0isndaksdj99sdfafnl3lk233412{mark}
Contact: sip:j.user@host.example.com
CSeq: 8 REGISTER
Via: SIP/2.0/TLS 192.0.2.125;branch=z9hG4bKkdjuw23492{mark}
Content-Length: 0


INVITE {contact} SIP/2.0
t: sip:joe@example.com
From: sip:caller@example.net;tag=141334
Max-Forwards: 8
Call-ID: dblreq.0ha0isnda977644900765{mark}@192.0.2.15
CSeq: 8 INVITE
Via: SIP/2.0/TLS 192.0.2.15;branch=z9hG4bKkdjuw380234{mark}
Content-Type: application/sdp
Content-Length: 152

` + description('192.0.2.15'),
  },
  mpart01: {
    section: 'RFC 4475 §3.1.1.11',
    title: 'a MESSAGE whose body is binary and has NULs in it',
    repeats: ['branch=z9hG4bK-d87543-4dade06d0bdb11ee-1--d87543-', 'tag=2fb0dcc9', '1MESSAGE'],
    text: String.raw`
MESSAGE {contact} SIP/2.0
<allOneLine>
Via: SIP/2.0/TLS 127.0.0.1:5070
;branch=z9hG4bK-d87543-4dade06d0bdb11ee-1--d87543-{mark};rport
</allOneLine>
Max-Forwards: 70
Route: <sip:127.0.0.1:5080>
<allOneLine>
Identity: r5mwreLuyDRYBi/0TiPwEsY3rEVsk/G2WxhgTV1PF7hHuL
IK0YWVKZhKv9Mj8UeXqkMVbnVq37CD+813gvYjcBUaZngQmXc9WNZSDN
GCzA+fWl9MEUHWIZo1CeJebdY/XlgKeTa0Olvq0rt70Q5jiSfbqMJmQF
teeivUhkMWYUA=
</allOneLine>
Contact: <sip:fluffy@127.0.0.1:5070>
To: <sip:kumiko@example.org>
From: <sip:fluffy@example.com>;tag=2fb0dcc9
Call-ID: 3d9485ad0c49859b{mark}@Zmx1ZmZ5LW1hYy0xNi5sb2NhbA..
CSeq: 1 MESSAGE
Content-Transfer-Encoding: binary
Content-Type: multipart/mixed;boundary=7a9cbec02ceef655
Date: Sat, 15 Oct 2005 04:44:56 GMT
User-Agent: SIPimp.org/0.2.5 (curses)
Content-Length: 553

--7a9cbec02ceef655
Content-Type: text/plain
Content-Transfer-Encoding: binary

Hello
--7a9cbec02ceef655
Content-Type: application/octet-stream
Content-Transfer-Encoding: binary

<hex>
3082015206092A864886F70D010702A08201433082013F020101310930070605
2B0E03021A300B06092A864886F70D010701318201203082011C020101307C30
70310B300906035504061302555331133011060355040813
0A43616C69666F726E69613111300F060355040713
0853616E204A6F7365310E300C060355040A1305736970697431293027060355
040B132053697069742054657374204365727469666963617465204175
74686F72697479020801950071023301133007
06052B0E03021A300D06092A864886F70D0101010500048180
8EF466F948F0522DD2E5978E9D95AAE9F2FE15A06659716292E8DA2AA8D8350A
68CEFFAE3CBD2BFF1675DDD5648E593DD64728F26220F7E941749E330D9A15ED
ABDB93D10C42102E7B7289D29CC0C9AE2EFBC7C0CFF9172F3B027E4FC027E154
6DE4B6AA3ABB3E66CCCB5DD6C64B8383149CB8E6FF182D944FE57B65BC99D005
</hex>
--7a9cbec02ceef655--
`,
  },
} as const satisfies Record<string, TortureMessage>;
