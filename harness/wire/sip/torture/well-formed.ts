/** Requests that every parser has to take (RFC 4475 §3.1.1). */
import { description, type TortureMessage } from './torture-message.ts';

export const wellFormed = {
  wsinv: {
    section: 'RFC 4475 §3.1.1.1',
    title: 'an INVITE folded, spaced and spelt in all ways that the grammar allows',
    repeats: ['branch=390skdjuw', 'branch=z9hG4bK9ikj8', 'branch=z9hG4bK30239', 'tag=98asjd8', '9INVITE'],
    text:
      String.raw`
INVITE {contact};unknownparam SIP/2.0
TO :
 sip:vivekg@chair-dnrc.example.com ;   tag    = 1918181833n
from   : "J Rosenberg \\\""       <sip:jdrosen@example.com>
  ;
  tag = 98asjd8
MaX-fOrWaRdS: 0068
Call-ID: wsinv.ndaksdj{mark}@192.0.2.1
Content-Length   : 150
cseq: 0009
  INVITE
Via  : SIP  /   2.0
 /TLS
    192.0.2.2;branch=390skdjuw{mark}
s :
NewFangledHeader:   newfangled value
 continued newfangled value
UnknownHeaderWithUnusualValue: ;;,,;;,;
Content-Type: application/sdp
Route:
 <sip:services.example.com;lr;unknownwith=value;unknown-no-value>
v:  SIP  / 2.0  / TCP     spindle.example.com   ;
  branch  =   z9hG4bK9ikj8  ,
 SIP  /    2.0   / UDP  192.168.255.111   ; branch=
 z9hG4bK30239
m:"Quoted string \"\"" <sip:jdrosen@example.com> ; newparam =
      newvalue ;
  secondparam ; q = 0.33

` + description('192.0.2.3').replace('c=IN IP4 192.0.2.3', 'c=IN IP4 192.0.2.4'),
  },
  intmeth: {
    section: 'RFC 4475 §3.1.1.2',
    title: 'a method, a URI and header fields with every character that may stand in them',
    repeats: [
      "branch=z9hG4bK-.!%66*_+`'~",
      "tag=_token~1'+`*%!-.",
      "139122385!interesting-Method0123456789_*+`.%indeed'~",
    ],
    text: String.raw`
<allOneLine>
!interesting-Method0123456789_*+<hex>60</hex>.%indeed'~
 sip:1_unusual.URI~(to-be!sure)&isn't+it$/crazy?,/;;*
:&it+has=1,weird!*pas$wo~d_too.(doesn't-it)
@example.com SIP/2.0
</allOneLine>
Via: SIP/2.0/TLS host1.example.com;branch=z9hG4bK-.!%66*_+<hex>60</hex>'~{mark}
<allOneLine>
To: "BEL:\<hex>07</hex> NUL:\<hex>00</hex> DEL:\<hex>7F</hex>"
 <sip:1_unusual.URI~(to-be!sure)&isn't+it$/crazy?,/;;*
@example.com>
</allOneLine>
<allOneLine>
From: token1~<hex>60</hex> token2'+_ token3*%!.- <sip:mundane@example.com>
;fromParam''~+*_!.-%=
"<hex>D180D0B0D0B1D0BED182D0B0D18ED189D0B8D0B9</hex>"
;tag=_token~1'+<hex>60</hex>*%!-.
</allOneLine>
Call-ID: intmeth.{mark}.word%ZK-!.*_+'@word<hex>60</hex>~)(><:\/"][?}{
CSeq: 139122385 !interesting-Method0123456789_*+<hex>60</hex>.%indeed'~
Max-Forwards: 255
extensionHeader-!.%*+_<hex>60</hex>'~:<hex>EFBBBFE5A4A7E5819CE99BBB</hex>
Content-Length: 0

`,
  },
  esc01: {
    section: 'RFC 4475 §3.1.1.3',
    title: 'an INVITE with escaped characters in its URIs',
    repeats: ['branch=z9hG4bKkdjuw', 'tag=938', '234234INVITE'],
    text:
      String.raw`
INVITE sip:sips%3Auser%40example.com@example.net SIP/2.0
To: sip:%75se%72@example.com
From: <sip:I%20have%20spaces@example.net>;tag=938
Max-Forwards: 87
i: esc01.239409asdfakjkn23onasd0-3234{mark}
CSeq: 234234 INVITE
Via: SIP/2.0/TLS host5.example.net;branch=z9hG4bKkdjuw{mark}
C: application/sdp
Contact:
  <sip:cal%6Cer@host5.example.net;%6C%72;n%61me=v%61lue%25%34%31>
Content-Length: 150

` + description('192.0.2.1'),
  },
  escnull: {
    section: 'RFC 4475 §3.1.1.4',
    title: 'a REGISTER with escaped NULs in its URIs',
    repeats: ['branch=z9hG4bKkdjuw', 'sip:null-%00-null@example.com', 'tag=839923423', '14398234REGISTER'],
    text: String.raw`
REGISTER sip:example.com SIP/2.0
To: sip:null-%00-null@example.com
From: sip:null-%00-null@example.com;tag=839923423
Max-Forwards: 70
Call-ID: escnull.39203ndfvkjdasfkq3w4otrq0adsfdfnavd{mark}
CSeq: 14398234 REGISTER
Via: SIP/2.0/TLS host5.example.com;branch=z9hG4bKkdjuw{mark}
Contact: <sip:%00@host5.example.com>
Contact: <sip:%00%00@host5.example.com>
L:0

`,
  },
  esc02: {
    section: 'RFC 4475 §3.1.1.5',
    title: 'a method with percent signs that escape nothing',
    repeats: ['branch=z9hG4bK209%fzsnel234', 'tag=f232jadfj23', '29344RE%47IST%45R'],
    text: String.raw`
RE%47IST%45R sip:registrar.example.com SIP/2.0
To: "%Z%45" <sip:resource@example.com>
From: "%Z%45" <sip:resource@example.com>;tag=f232jadfj23
Call-ID: esc02.asdfnqwo34rq23i34jrjasdcnl23nrlknsdf{mark}
Via: SIP/2.0/TLS host.example.com;branch=z9hG4bK209%fzsnel234{mark}
CSeq: 29344 RE%47IST%45R
Max-Forwards: 70
Contact: <sip:alias1@host1.example.com>
C%6Fntact: <sip:alias2@host2.example.com>
Contact: <sip:alias3@host3.example.com>
l: 0

`,
  },
  lwsdisp: {
    section: 'RFC 4475 §3.1.1.6',
    title: 'an OPTIONS without a space between the display name and the <',
    repeats: ['branch=z9hG4bKkdjuw', 'tag=323', '60OPTIONS'],
    text: String.raw`
OPTIONS {contact} SIP/2.0
To: sip:user@example.com
From: caller<sip:caller@example.com>;tag=323
Max-Forwards: 70
Call-ID: lwsdisp.1234abcd{mark}@funky.example.com
CSeq: 60 OPTIONS
Via: SIP/2.0/TLS funky.example.com;branch=z9hG4bKkdjuw{mark}
l: 0

`,
  },
  semiuri: {
    section: 'RFC 4475 §3.1.1.9',
    title: 'an OPTIONS with a semicolon in the user part of its URI',
    repeats: ['branch=z9hG4bKkdjuw', 'tag=33242', '8OPTIONS'],
    text: String.raw`
OPTIONS sip:user;par=u%40example.net@example.com SIP/2.0
To: sip:j_user@example.com
From: sip:caller@example.org;tag=33242
Max-Forwards: 3
Call-ID: semiuri.0ha0isndaksdj{mark}
CSeq: 8 OPTIONS
Accept: application/sdp, application/pkcs7-mime,
        multipart/mixed, multipart/signed,
        message/sip, message/sipfrag
Via: SIP/2.0/TLS 192.0.2.1;branch=z9hG4bKkdjuw{mark}
l: 0

`,
  },
} as const satisfies Record<string, TortureMessage>;
