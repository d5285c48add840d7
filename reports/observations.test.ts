import { expect, test } from '@playwright/test';
import { evidence } from '../harness/judge/evidence.sample.ts';
import type { Survey, SurveyAnswer } from '../harness/survey-facts.ts';
import { currentCatalogue } from './current-catalogue.ts';
import { observedValue } from './observations.ts';

const refused: SurveyAnswer = {
  outcome: 'alert',
  version: null,
  suite: null,
  compression: null,
  group: null,
  signatureScheme: null,
  extensions: [],
  alert: { code: 40, name: 'handshake_failure' },
  closed: 'fin',
  heartbeat: 0,
  text: null,
  lasted: 4,
};
const whole = { outcome: 'completed', version: 'TLS 1.2', suite: null, reason: null, lasted: 3 } as const;

/** The value of TLSX-91 for a listener with these suites in TLS 1.2. */
function valueOf(...suites: string[]): string {
  const survey: Survey = {
    listener: 'web',
    at: '2026-11-20T14:02:00.000Z',
    reached: true,
    trouble: null,
    controls: { before: whole, after: whole },
    versions: [
      { version: 'TLS 1.3', suites: ['TLS_AES_128_GCM_SHA256'], order: 'server', end: refused },
      { version: 'TLS 1.2', suites, order: 'neither', end: refused },
    ],
    groups: { 'TLS 1.2': ['x25519'], 'TLS 1.3': [] },
    signatureSchemes: { 'TLS 1.2': [], 'TLS 1.3': [] },
    chains: [],
    ticket: null,
    probes: {},
    connections: 9,
    lasted: 90,
  };
  const judge = currentCatalogue.requirements.get('TLSX-91')!.judge;
  const context = { requirement: 'TLSX-91', case: undefined, service: 'provisioning', trust: 'M2' } as const;
  return observedValue(judge(evidence({ surveys: [survey] }), context));
}

test('the value of a listener holds all that it selects, so that one suite more is a change', () => {
  expect(valueOf('A', 'B')).toBe(
    "TLS 1.3 (server's order) TLS_AES_128_GCM_SHA256; TLS 1.2 (no fixed order) A, B; groups in TLS 1.2 x25519",
  );
  expect(valueOf('A', 'B')).not.toBe(valueOf('A', 'B', 'TLS_RSA_WITH_RC4_128_SHA'));
});
