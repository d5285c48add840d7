/** Flaws: what the device does wrongly with sips: and with the choice of a transport. */
export const secureUriFlaws = {
  // as caller
  'calls-sips-as-sip': 'calls sip: where it was told to call sips:',
  'sip-contact-in-secure-call': 'writes a Contact of sip: into a call to sips:',
  'secure-contact-in-plain-call': 'writes a Contact of sips: into a call to sip:',
  'sip-contact-in-refresh': 'writes a Contact of sip: into later requests and answers of a call to sips:',
  'retries-as-sip': 'calls sip: by itself where a call to sips: is refused with 416 or 480',
  'follows-redirect-to-sip': 'follows a redirect from sips: to sip:',
  'follows-refer-to-sip': 'calls sip: when the other side of a call to sips: asks it to',
  'keeps-sip-routes': 'leaves routes of sip: in a call to sips: as they are',
  'leaves-tls-for-plain-uri': 'sends a call to sip: in clear although its first route is sips:',
  'ends-secure-calls-in-clear': 'sends the BYE of a call to sips: in clear',
  'calls-in-clear-without-tls': 'sends a call to sips: in clear where TLS fails',
  // registration
  'registers-both-schemes': 'registers its Contact as sip: and as sips:',
  'registers-contact-of-other-scheme': 'registers a Contact of sip: for an address of sips:, or the other way round',
  'writes-transport-tls': 'writes transport=tls into its Contact',
  'writes-tcp-into-via': 'names TCP in the Via of what it sends over TLS',
  // as callee
  'takes-unwanted-sip': 'takes a call to sip: although it is to be reached by sips: alone',
  'hides-unwanted-sips': 'answers a call to sips: with 404 where it is to be reached by sip: alone',
  'sip-contact-in-secure-answer': 'answers a call to sips: with a Contact of sip:',
  'answers-over-new-connection': 'sends responses over a connection that it opens for them',
  // location
  'defaults-to-5060': 'goes to port 5060 where nobody names one',
  'takes-any-naptr': 'takes the first NAPTR record whatever transport it names, and goes there in clear',
  'asks-for-plain-srv': 'asks for _sip._tcp in place of _sips._tcp, and goes there in clear',
} as const satisfies Record<string, string>;
