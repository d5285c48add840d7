/** The sender of a call, with the flaws of how it protects its packets. */
import { randomBytes } from 'node:crypto';
import type { Flaws } from '../flaws.ts';
import { deriveSessionKeys } from './key-derivation.ts';
import { SrtpSender, type KeyTerms, type Quirks } from './srtp.ts';
import { masterBytes, suites, type SuiteName } from './suites.ts';

/** Of every length of a tag another one. */
const OTHER_TAGS = { 10: 4, 4: 10, 16: 8 } as const;
const SHORT_KEY = 16;
const SEQUENCES = 0x10000;

export function senderFor(suite: SuiteName, key: Buffer, terms: KeyTerms, flaws: Flaws): SrtpSender {
  const master = flaws.has('wrong-srtp-key') ? randomBytes(masterBytes(suite)) : key;
  return new SrtpSender(suite, master, kept(terms, flaws), quirks(suite, master, flaws));
}

function kept(terms: KeyTerms, flaws: Flaws): KeyTerms {
  if (flaws.has('omits-key-identifier')) return { ...terms, identifier: undefined };
  return flaws.has('adds-key-identifier') ? { identifier: Buffer.alloc(4), ...terms } : terms;
}

function quirks(suite: SuiteName, master: Buffer, flaws: Flaws): Quirks {
  const { mode, keyBytes, rtpTagBytes } = suites[suite];
  const counts = mode === 'AES-CM';
  return {
    ...(flaws.has('sends-other-tags') && { rtpTagBytes: OTHER_TAGS[rtpTagBytes] }),
    ...(counts && flaws.has('sends-short-control-tags') && { rtcpTagBytes: rtpTagBytes }),
    ...(keyBytes === 32 &&
      flaws.has('derives-with-short-keys') && { keys: deriveSessionKeys(suite, master, SHORT_KEY) }),
    ...(flaws.has('keeps-own-roll-over-counter') && { index: (due: number) => due % SEQUENCES }),
    ...(!counts && flaws.has('counts-gcm-from-zero') && { index: () => 0 }),
  };
}
