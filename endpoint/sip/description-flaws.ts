/** Flaws: what the device describes wrongly, or reads wrongly, as session description and crypto lines. */
export const descriptionFlaws = {
  'plain-offer-in-mandatory': 'offers RTP/AVP without crypto although encryption is mandatory',
  'answers-plain-in-mandatory': 'answers an unencrypted offer although encryption is mandatory',
  'plain-fallback-in-mandatory': 'goes on in clear when the answer has no crypto although encryption is mandatory',
  'refuses-optional': 'refuses calls that optional encryption should allow',
  'answers-secure-in-disabled': 'answers RTP/SAVP as RTP/AVP although encryption is disabled',
} as const satisfies Record<string, string>;
