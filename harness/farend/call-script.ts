/**
 * What the far end does otherwise than an honest one in a call: how it describes its media, how it answers, what it asks for
 * while the call stands, what it sends. One deviation each, as an entry of its group's file in `call-scripts/`; an entry
 * leaves out all in which it is like the honest far end of the same policy.
 */
import type { SrtpSuite } from '../wire/media/srtp-suites.ts';
import type { SessionDescription } from '../wire/sdp/sdp.ts';
import type { Answering } from './answering.ts';
import type { OwnDescription } from './own-description.ts';
import type { StreamScript } from './stream-script.ts';
import type { Talk } from './talk.ts';

export interface CallScript {
  /** What it does, for the reader: `offers a crypto line without a tag`. */
  title: string;
  /** The entry that it is compared with; the honest far end when left out. */
  like?: string;
  /** What it offers, in this order, and takes; when left out it offers AES_CM_128_HMAC_SHA1_80 and takes all it knows. */
  suites?: readonly SrtpSuite[];
  /**
   * What it says in place of its own description, in every offer and answer that the script does not give elsewhere. A string
   * goes out as it is; its keys are then those that can be read from it.
   */
  describe?: (own: OwnDescription, about: Describing) => OwnDescription | string;
  /** It calls without an offer and answers the one of the device's 200 in its ACK (RFC 3261 §13.2.1). */
  withoutOffer?: true;
  /** How it answers a call of the device; 200 at once when left out. Without a final answer in the window it answers 480. */
  answering?: (answering: Answering) => Promise<void>;
  /** What it does while the call stands, beside its media. The call lasts until this has ended, too. */
  talking?: (talk: Talk) => Promise<void>;
  /** Where the device refuses its call it calls once more without crypto, as one of `legs`. */
  retriesInClear?: true;
  /** What it sends as media. */
  stream?: StreamScript;
}

/** The moment of a description. */
export interface Describing {
  /** Which of its descriptions in this call, from 0. */
  round: number;
  /** What the device offered, where this is an answer. */
  offer: SessionDescription | null;
  /** A second port of the far end, open from the start, for another media line. */
  sparePort: number;
}
