/** Flaws: what the device does wrongly with messages that are hard to read. */
export const messageFlaws = {
  // what is well-formed
  'refuses-folded-fields': 'takes a header field that goes on in the next line for a fault',
  'refuses-escaped-octets': 'takes an escaped character in a URI for a fault',
  'refuses-tight-display-names': 'wants a space between a display name and the <',
  'refuses-long-fields': 'takes no header field of more than 255 characters',
  'refuses-semicolons-in-users': 'takes a semicolon in the user part of a URI for a fault',
  'refuses-unknown-transports': 'takes a Via with a transport that it does not know for a fault',
  'counts-characters-for-octets': 'takes Content-Length for a number of characters',
  'answers-stray-responses': 'answers a response that belongs to none of its requests',
  // what is malformed
  'breaks-down-on-malformed-messages': 'loses its connection over a message that is malformed',
  'stalls-at-malformed-messages': 'reads nothing more behind a message that is malformed',
  'ignores-sip-version': 'takes a message of any version of SIP',
  'ignores-cseq-method': 'does not compare the method of CSeq with that of the request',
  'takes-repeated-fields': 'takes a request that has several From, To, Call-ID or CSeq',
  // what is unknown
  'answers-unknown-methods': 'answers a method that it has never heard of with 200',
  'answers-any-scheme': 'answers a request to a URI of any scheme with 200',
  'ignores-required-extensions': 'does not look at Require',
  'ignores-content-type': 'takes an INVITE with a body of any type',
  'ignores-accept': 'does not look at Accept',
  'acts-as-registrar': 'answers REGISTER with 200',
  'counts-hops-as-a-proxy': 'refuses a request whose Max-Forwards is 0',
  'ignores-requests-without-branch': 'leaves a request alone whose branch does not tell it from others',
  'ignores-ipv6-references': 'leaves a request with an IPv6 address in brackets alone',
  // lengths
  'answers-before-the-body-has-come': 'takes what has come of a body for the whole',
  'takes-negative-lengths-for-zero': 'takes a negative Content-Length for 0',
  'takes-the-first-content-length': 'takes the first of several Content-Lengths',
} as const satisfies Record<string, string>;
