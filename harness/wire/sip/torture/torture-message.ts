/**
 * A message that is hard to read, from RFC 4475 or RFC 5118. It is the RFC's, octet by octet, except where a TLS connection
 * to a registered device asks for something else:
 *
 * - the Request-URI is the device's contact where it is not itself what the message is about, as a device may otherwise
 *   answer 404 before it has looked at anything else (RFC 3261 §8.2.2.1);
 * - the topmost Via says TLS where the RFC has UDP or TCP, as a device may mind that it is not what the message came by, and only
 *   then is the response due on the same connection (§18.2.2);
 * - branch and Call-ID of the topmost request end in a mark, see the notation; longreq and ltgtruri have no branch in the RFC,
 *   which is what inv2543 is about;
 * - the RFC's `a=rtpmap:31 LPC` lacks the clock rate that RFC 4566 §6 asks for, and a device may refuse the call for that: another
 *   attribute of the same length is in its place;
 * - a Content-Length that is not what the message is about counts the body, as a stream is cut by it (§18.3).
 */
export interface TortureMessage {
  /** Where it stands: `RFC 4475 §3.1.1.1`. */
  section: string;
  /** For the reader: `a folded and oddly spaced INVITE`. */
  title: string;
  /** In the notation of RFC 4475 §2. */
  text: string;
  /**
   * What a response must repeat of its Via, From and CSeq (RFC 3261 §8.2.6.2), as a reader finds it who leaves out white
   * space and case; nothing for responses, and for requests that are too broken for it.
   */
  repeats?: readonly string[];
}

/** The description that most of the messages carry; lines end as in the notation. */
export const description = (address: string, time = '0 0'): string =>
  [
    ...['v=0', `o=mhandley 29739 7272939 IN IP4 ${address}`, 's=-', `c=IN IP4 ${address}`, `t=${time}`],
    ...['m=audio 49217 RTP/AVP 0 12', 'm=video 3227 RTP/AVP 31', 'a=framerate:7.5', ''],
  ].join('\n');
