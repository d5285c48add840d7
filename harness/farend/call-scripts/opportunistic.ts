/** Encryption offered under RTP/AVP, in two lines, or by a second call (RFC 8643). */
import type { CallScript } from '../call-script.ts';
import { freshKey } from '../media-key.ts';
import { type OwnDescription, type OwnMedia, withCrypto } from '../own-description.ts';

/** One audio line in clear and one with crypto, as alternatives; the second at the port of its own. */
const alternatives = (own: OwnDescription, sparePort: number, clearFirst: boolean): OwnDescription => {
  const lines = own.media.flatMap((audio, at): OwnMedia[] => {
    if (at > 0) return [audio];
    const clear = { ...audio, profile: 'RTP/AVP', crypto: [] };
    const secure = { ...audio, profile: 'RTP/SAVP' };
    return clearFirst ? [clear, { ...secure, port: sparePort }] : [secure, { ...clear, port: sparePort }];
  });
  return { ...own, media: lines };
};

export const opportunistic = {
  'clear-line-first': {
    title: 'offers RTP/AVP and, in a second line, RTP/SAVP',
    describe: (own, { offer, sparePort }) => (offer ? own : alternatives(own, sparePort, true)),
  },
  'secure-line-first': {
    title: 'offers RTP/SAVP and, in a second line, RTP/AVP',
    describe: (own, { offer, sparePort }) => (offer ? own : alternatives(own, sparePort, false)),
  },
  'offers-secure-then-clear': {
    title: 'offers RTP/SAVP, and where that is refused calls again with RTP/AVP',
    retriesInClear: true,
  },
  'strips-crypto': {
    title: 'stands behind somebody who takes the crypto lines away',
    describe: (own) => withCrypto(own, () => []),
  },
  'sends-under-another-key': {
    title: 'agrees on a key and sends under another one',
    describe: (own) =>
      withCrypto(own, (lines) =>
        lines.map((line) => ({ ...line, keyText: freshKey(line.suite).master.toString('base64') })),
      ),
  },
} as const satisfies Record<string, CallScript>;
