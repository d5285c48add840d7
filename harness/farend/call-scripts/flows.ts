/** How calls begin, change and move on (RFC 3261 §13, §14, RFC 4568 §7). */
import type { CallScript } from '../call-script.ts';
import {
  inDirection,
  ownCrypto,
  type OwnDescription,
  type OwnMedia,
  withAudio,
  withCrypto,
  withFreshKeys,
} from '../own-description.ts';
import type { Talk } from '../talk.ts';

/** Enough to see that both sides hear each other. */
const echoes = 3;
/** So many packets go out before the sequence number wraps. */
const beforeWrap = 3;
const wrapping = { firstSequence: 0x10000 - beforeWrap };

const inClear = (own: OwnDescription): OwnDescription =>
  withAudio(own, () => ({ profile: 'RTP/AVP', crypto: [], direction: 'sendrecv' }));

const secured = (own: OwnDescription): OwnDescription =>
  withAudio(own, () => ({ profile: 'RTP/SAVP', crypto: [ownCrypto(1, 'AES_CM_128_HMAC_SHA1_80')] }));

/** Its description on an own offer: an answer has one crypto line, and an offer may repeat it. */
const offering = ({ own }: Talk): OwnDescription => inDirection(own, 'sendrecv');

/** Another description in the middle of a call, with what is heard before and after it. */
const reoffering = (
  title: string,
  change: (talk: Talk) => OwnDescription | null,
  more: Partial<CallScript> = {},
): CallScript => ({
  title,
  talking: async (talk) => {
    await talk.echo('before', echoes + beforeWrap);
    await talk.reinvite('re-INVITE', change(talk));
    await talk.echo('after', echoes);
  },
  ...more,
});

const refer = async (talk: Talk, attended: boolean): Promise<void> => {
  await talk.packets('before', echoes);
  await talk.request('REFER', 'REFER', [
    ['Refer-To', talk.referTo({ attended })],
    ['Referred-By', talk.referTo()],
  ]);
  await talk.follow('the call that was asked for');
};

export const flows = {
  'answers-without-crypto': {
    title: 'answers without crypto though it demands it',
    describe: (own, { offer }) => (offer ? withCrypto(own, () => []) : own),
    // The absence of media is what is looked for, so the whole window is listened through.
    talking: (talk) => talk.silence('after the answer'),
  },
  'answers-garbage': {
    title: 'answers with what is no session description',
    describe: (own, { offer }) => (offer ? 'there is no session here\r\n\0m=\r\n' : own),
    talking: (talk) => talk.silence('after the answer'),
  },
  'never-answers': {
    title: 'rings and does not answer',
    answering: (answering) => {
      answering.progress(180);
      return answering.silence('ringing');
    },
  },
  'is-silent': { title: 'answers and sends nothing', stream: { silent: true } },
  'offers-same-keys-again': reoffering(
    'offers the keys in force once more, behind a wrap of its sequence number',
    offering,
    {
      stream: wrapping,
    },
  ),
  'offers-new-key': reoffering('offers a new key in the middle of the call', (talk) => withFreshKeys(offering(talk))),
  'offers-new-key-behind-wrap': reoffering(
    'offers a new key behind a wrap of its sequence number and counts on',
    (talk) => withFreshKeys(offering(talk)),
    { stream: wrapping },
  ),
  'offers-new-key-at-other-port': reoffering(
    'offers a new key at another port behind a wrap of its sequence number and counts from 0',
    (talk) => withAudio(withFreshKeys(offering(talk)), () => ({ port: talk.sparePort })),
    { stream: wrapping },
  ),
  'asks-for-an-offer-again': reoffering('asks for an offer in the middle of the call', () => null),
  'offers-clear-again': reoffering('offers RTP/AVP without crypto in the middle of the call', (talk) =>
    inClear(offering(talk)),
  ),
  'offers-secure-again': reoffering('offers RTP/SAVP in the middle of a call in clear', (talk) =>
    secured(offering(talk)),
  ),
  holds: {
    title: 'puts the device on hold and takes the call up again',
    talking: async (talk) => {
      await talk.echo('before', echoes);
      await talk.reinvite('hold', inDirection(talk.own, 'sendonly'));
      // Answered behind the ACK: two re-INVITEs without an ACK between them are one too many (RFC 3261 §14.2).
      await talk.request('during the hold', 'OPTIONS');
      await talk.reinvite('resume', offering(talk));
      await talk.echo('after', echoes);
    },
  },
  'is-held': {
    title: 'is put on hold by the device and taken up again',
    talking: async (talk) => {
      await talk.echo('before', echoes);
      await talk.device('hold', { method: 'hold', held: true });
      await talk.device('resume', { method: 'hold', held: false });
      await talk.echo('after', echoes);
    },
  },
  'sends-early-media': {
    title: 'answers in a 183 already and sends media before the call is taken',
    answering: async (answering) => {
      answering.progress(183, { describes: true });
      await answering.echo('before the call is taken', echoes);
      answering.accept();
    },
    talking: (talk) => talk.echo('after', echoes),
  },
  forks: {
    title: 'answers as two: one in a 183 alone, another that takes the call',
    answering: async (answering) => {
      answering.progress(183, { describes: true, tag: 'first-fork' });
      await answering.echo('the first fork', echoes);
      answering.accept({ tag: 'second-fork' });
    },
    talking: (talk) => talk.echo('the fork that takes the call', echoes),
  },
  'calls-without-offer': { title: 'calls without an offer', withoutOffer: true },
  'offers-video-in-clear': {
    title: 'offers video without crypto beside audio with crypto',
    describe: (own, { round, sparePort }) => (round > 0 ? own : { ...own, media: [...own.media, videoAt(sparePort)] }),
  },
  transfers: { title: 'has the device call it once more (REFER)', talking: (talk) => refer(talk, false) },
  'transfers-attended': {
    title: 'has the device take the place of somebody in another call (REFER with Replaces)',
    talking: (talk) => refer(talk, true),
  },
  replaces: {
    title: 'calls the device in place of the call that it has (Replaces)',
    talking: async (talk) => {
      await talk.packets('before', echoes);
      await talk.replace('the call in its place');
    },
  },
  'replaces-in-clear': {
    title: 'calls the device with RTP/AVP in place of the call that it has (Replaces)',
    like: 'replaces',
    talking: async (talk) => {
      await talk.packets('before', echoes);
      await talk.replace('the call in its place', { describe: inClear });
      await talk.packets('after', echoes);
    },
  },
} as const satisfies Record<string, CallScript>;

const videoAt = (port: number): OwnMedia => ({
  kind: 'video',
  port,
  profile: 'RTP/AVP',
  formats: [34],
  direction: 'sendrecv',
  crypto: [],
  attributes: ['a=rtpmap:34 H263/90000'],
});
