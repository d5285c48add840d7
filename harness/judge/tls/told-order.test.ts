/** A document's order beside the wire: the four kinds of difference, and whose fault they are. */
import { expect, test } from '@playwright/test';
import type { Connection } from '../../evidence.ts';
import { connection } from '../evidence.sample.ts';
import { differences, inSentences, type ToldOrder } from './told-order.ts';

const seen = (...types: string[]): Connection =>
  connection({
    messages: types.map((line, at) => {
      const [arrow, type = ''] = line.split(' ');
      return { at, from: arrow === '>' ? 'device' : 'lab', type, bytes: 1, encrypted: false };
    }),
  });

const order: ToldOrder = {
  title: 'a document',
  steps: [
    { step: 1, from: 'device', type: 'client_hello' },
    { step: 2, from: 'lab', type: 'certificate_request' },
    { step: 3, from: 'lab', type: 'server_key_exchange' },
    { step: 4, from: 'lab', type: 'finished' },
    { step: 5, from: 'lab', type: 'server_hello_done', when: (facts) => facts.certificateRequested },
  ],
  defects: [{ step: 3, difference: 'absent', type: 'server_key_exchange', why: 'there is none' }],
};

test('no difference where all comes as told', () => {
  expect(
    differences(order, seen('> client_hello', '< certificate_request', '< server_key_exchange', '< finished')),
  ).toEqual([]);
});

test('what is missing, elsewhere, from the other side, or not told', () => {
  expect(differences(order, seen('> client_hello', '< certificate_request', '< finished'))).toEqual([
    { kind: 'absent', step: 3, type: 'server_key_exchange' },
  ]);
  expect(
    differences(order, seen('> client_hello', '< server_key_exchange', '< certificate_request', '< finished')),
  ).toEqual([expect.objectContaining({ kind: 'elsewhere' })]);
  expect(
    differences(
      order,
      seen('> client_hello', '< certificate_request', '< server_key_exchange', '> finished', '< certificate'),
    ),
  ).toEqual([
    { kind: 'sender', step: 4, type: 'finished' },
    { kind: 'untold', step: null, type: 'certificate' },
  ]);
});

test('a defect of the document is said in its words, the rest in ours', () => {
  const found = differences(order, seen('> client_hello', '< certificate_request', '> finished', '< certificate'));
  expect(inSentences(order, found)).toEqual({
    defects: ['step 3: there is none'],
    others: ['step 4: Finished came from the other side', 'Certificate is not told'],
  });
});
