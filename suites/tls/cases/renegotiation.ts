/** Renegotiations in which the server shows itself as another one. The request of the lab comes behind them. */
import { defineCases } from '../../../harness/requirement.ts';
import '../requirements.ts';

const refuse = { M2: 'refuse' } as const;
const sip = ['sip'] as const;

export const cases = defineCases({
  'RN-01': {
    title: 'renegotiation whose certificate names another host',
    requirement: 'TLSX-47',
    serves: { tls: 'renegotiation-before-request', renegotiatesAs: 'wrong-name', asks: 'options' },
    expect: refuse,
    alerts: [42, 46],
    services: sip,
  },
  'RN-02': {
    title: 'renegotiation whose certificate is of an authority that is not trusted',
    requirement: 'TLSX-47',
    serves: { tls: 'renegotiation-before-request', renegotiatesAs: 'unknown-authority', asks: 'options' },
    expect: refuse,
    alerts: [48],
    services: sip,
  },
});

declare module '../../../harness/requirement.ts' {
  interface KnownCases extends Record<keyof typeof cases, true> {}
}
