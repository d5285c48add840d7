/** What it sends as RTP and RTCP (RFC 3711 §3). */
import type { CallScript } from '../call-script.ts';
import { inDirection, type OwnDescription, type OwnMedia, withAudio, withFreshKeys } from '../own-description.ts';
import type { MediaAct, StreamScript } from '../stream-script.ts';

/** Enough to see that the device hears. */
const echoes = 3;
/** Close below the wrap, with time for what comes before it. */
const nearWrap = 65_516;
/** Packets under a wrong key: more than a device should need to give up on them. */
const underWrongKey = 15;
/** What RFC 4733 §2.4.1 calls the keys of a telephone. */
const eventType = 101;
const comfortNoise = 13;

/** What is heard of it before and after it does that to its media. */
const around = (title: string, act: MediaAct, stream?: StreamScript): CallScript => ({
  title,
  talking: async (talk) => {
    await talk.echo('before', echoes);
    await talk.media('meanwhile', act);
    await talk.echo('after', echoes);
  },
  ...(stream && { stream }),
});

const adding = (own: OwnDescription, formats: number[], attributes: string[]): OwnDescription =>
  withAudio(own, (audio: OwnMedia) => ({
    formats: [...audio.formats, ...formats],
    attributes: [...audio.attributes, ...attributes],
  }));

export const packets = {
  wraps: around('lets its sequence number wrap', { do: 'wrap' }, { firstSequence: nearWrap }),
  'loses-packets-around-wrap': around(
    'loses two packets before the wrap of its sequence number and two behind it',
    { do: 'wrap' },
    { firstSequence: nearWrap, loses: [65_534, 65_535, 0, 1] },
  ),
  'changes-source': around('goes on as another source under the same key', { do: 'new-source' }),
  'sends-short-packets': around('sends packets with less behind their header than a tag', { do: 'short-packets' }),
  'sends-random-packets': around('sends 1,000 packets of noise', { do: 'random-packets', count: 1000 }),
  'has-goodbye-forged': around('goes on while somebody says goodbye in its name, in clear', {
    do: 'forge-goodbye',
    protection: 'none',
  }),
  'has-goodbye-forged-with-tag': around('goes on while somebody says goodbye in its name, with a wrong tag', {
    do: 'forge-goodbye',
    protection: 'wrong tag',
  }),
  'waits-for-reports': {
    title: 'waits for three reports of the device',
    talking: (talk) => talk.reports('reports', 3),
  },
  'repeats-report': {
    title: 'sends two reports, and the first of them once more',
    talking: async (talk) => {
      await talk.reports('before', 1);
      await talk.media('second report', { do: 'report' });
      await talk.media('first report once more', { do: 'repeat-first-report' });
      // The first of them may have been under way.
      await talk.reports('after', 2);
    },
  },
  'shares-port': {
    title: 'offers RTP and RTCP on one port (RFC 5761)',
    describe: (own) => adding(own, [], ['a=rtcp-mux']),
    talking: async (talk) => {
      await talk.echo('before', echoes);
      await talk.reports('reports', 2);
      await talk.echo('after', echoes);
    },
  },
  'takes-keys': {
    title: 'takes telephone events (RFC 4733)',
    describe: (own) =>
      adding(own, [eventType], [`a=rtpmap:${eventType} telephone-event/8000`, `a=fmtp:${eventType} 0-15`]),
    talking: async (talk) => {
      await talk.packets('before', echoes);
      await talk.device('keys', { method: 'dtmf', digits: '159' });
      await talk.keys('pressed', 3);
    },
  },
  'takes-comfort-noise': {
    title: 'takes comfort noise (RFC 3389)',
    describe: (own) => adding(own, [comfortNoise], [`a=rtpmap:${comfortNoise} CN/8000`]),
    talking: (talk) => talk.silence('quiet'),
  },
  'keeps-on-hold': {
    title: 'puts the device on hold, listens, and takes the call up again',
    talking: async (talk) => {
      await talk.echo('before', echoes);
      await talk.reinvite('hold', inDirection(talk.own, 'sendonly'));
      await talk.silence('on hold');
      await talk.reinvite('resume', inDirection(talk.own, 'sendrecv'));
      await talk.echo('after', echoes);
    },
  },
  'outlasts-call': { title: 'goes on sending behind the end of the call', stream: { afterwards: 'sends' } },
  'knocks-after-call': { title: 'knocks at the ports of a call that has ended', stream: { afterwards: 'knocks' } },
  'loses-key': {
    title: 'goes on under a wrong key and offers a new one later',
    talking: async (talk) => {
      await talk.echo('before', echoes);
      await talk.media('wrong key', { do: 'wrong-key', packets: underWrongKey });
      await talk.reinvite('new key', withFreshKeys(inDirection(talk.own, 'sendrecv')));
      await talk.echo('after', echoes);
    },
  },
  'falls-silent': {
    title: 'falls silent',
    talking: async (talk) => {
      await talk.echo('before', echoes);
      await talk.media('meanwhile', { do: 'fall-silent' });
      await talk.heard('the device ends the call', 'BYE', { afterIdleLimit: true });
    },
  },
} as const satisfies Record<string, CallScript>;
