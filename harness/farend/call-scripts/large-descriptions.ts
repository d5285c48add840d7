/** Descriptions that are too much for a careless reader: very long, very many lines, NULs. */
import type { CallScript } from '../call-script.ts';
import { ownCrypto, withAudio, withCrypto } from '../own-description.ts';

const kib = 1024;
const manyLines = 500;
const padding = 'a=x-padding:';
const paddingLine = `${padding}${'x'.repeat(kib - padding.length - 2)}`;

export const largeDescriptions = {
  'crypto-line-of-64-kib': {
    title: 'has as its only crypto line one of 64 KiB',
    describe: (own) => withCrypto(own, (lines) => lines.map((line) => ({ ...line, keyText: 'A'.repeat(64 * kib) }))),
  },
  'crypto-lines-500': {
    title: `offers ${manyLines} crypto lines`,
    describe: (own) =>
      withCrypto(own, (lines) =>
        lines.flatMap(({ suite }) => Array.from({ length: manyLines }, (_, at) => ownCrypto(at + 1, suite))),
      ),
  },
  'crypto-with-nul': {
    title: 'has as its only crypto line one with a NUL behind its key',
    describe: (own) =>
      withCrypto(own, (lines) =>
        lines.map((line) => ({ ...line, keyText: `${line.master.toString('base64')}\0${'A'.repeat(40)}` })),
      ),
  },
  'sdp-of-64-kib': {
    title: 'offers 63 KiB of attributes',
    describe: (own) => withAudio(own, () => ({ attributes: Array<string>(63).fill(paddingLine) })),
  },
} as const satisfies Record<string, CallScript>;
