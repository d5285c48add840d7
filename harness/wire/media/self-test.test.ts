import { expect, test } from '@playwright/test';
import { srtpProblems, vectors } from './self-test.ts';

test('meets every published vector', () => {
  expect(srtpProblems()).toEqual([]);
});

test('names each vector that is not met', () => {
  const [packet] = vectors.packets;
  const [derivation] = vectors.derivations;
  const [keystream] = vectors.keystreams;
  const other = Buffer.alloc(30);

  const problems = srtpProblems({
    keystreams: [{ ...keystream!, stream: other }],
    derivations: [{ ...derivation!, master: other }],
    packets: [{ ...packet!, sealed: Buffer.concat([packet!.plain, Buffer.alloc(10)]) }],
  });

  expect(problems).toEqual([
    'keystream of RFC 3711 B.2',
    'session keys of RFC 3711 B.3',
    expect.stringMatching(/^sealed packet of the reference packet/),
    expect.stringMatching(/^opened packet of the reference packet/),
  ]);
});
