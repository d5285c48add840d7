/** Calls with session descriptions made by hand, for the tests of the judges. */
import type { Call, CryptoLine, Description, Evidence, MediaLine } from '../../evidence.ts';
import type { Judge, JudgeContext, Finding } from '../../requirement.ts';
import { call, evidence, noMedia } from '../evidence.sample.ts';

export const context: JudgeContext = { requirement: 'SDES-12', case: undefined, service: 'sip', trust: 'M2' };
const suite = 'AES_CM_128_HMAC_SHA1_80';

export const line = (tag: number, partial: Partial<CryptoLine> = {}): CryptoLine => ({
  tag,
  suite,
  keys: [{ octets: 30, fingerprint: 'aa', lifetime: null, mki: null, padded: true }],
  parameters: [],
  ...partial,
});
export const audio = (port: number, crypto: CryptoLine[], profile = 'RTP/SAVP'): MediaLine => ({
  kind: 'audio',
  port,
  profile,
  formats: ['0'],
  direction: 'sendrecv',
  crypto,
  brokenCrypto: [],
});
export const described = (
  from: Description['from'],
  media: MediaLine[],
  partial: Partial<Description> = {},
): Description => ({
  at: from === 'far-end' ? 1 : 5,
  from,
  role: from === 'far-end' ? 'offer' : 'answer',
  in: from === 'far-end' ? 'INVITE' : '200',
  tag: null,
  text: `v=0\r\n${media.map(({ port, profile }) => `m=audio ${port} ${profile} 0\r\n`).join('')}`,
  sessionCrypto: [],
  media,
  ...partial,
});

export type JudgedCall = Evidence['calls'][number];

/** The device is called and takes line `tag`. */
export const answering = (tag: number, partial: Partial<Call> = {}): JudgedCall =>
  call('case', {
    direction: 'incoming',
    status: { code: 200, by: 'device' },
    descriptions: [
      described('far-end', [audio(4000, [line(1), line(2)])]),
      described('device', [audio(5000, [line(tag)])]),
    ],
    ...partial,
  });
export const refusing = (partial: Partial<Call> = {}): JudgedCall =>
  answering(1, {
    status: { code: 488, by: 'device' },
    descriptions: [described('far-end', [audio(4000, [line(1)])])],
    fromDevice: noMedia,
    ...partial,
  });
export const echoed = (times: number): Call['probes'] => [{ kind: 'good', sequence: 1, echoed: times }];

export const judged = (judge: Judge, one: JudgedCall, control: Partial<Call> = {}): Finding['verdict'] =>
  judge(evidence({ calls: [call('control-before', control), one, call('control-after', control)] }), context).verdict;
