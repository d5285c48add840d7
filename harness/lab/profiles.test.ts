import { expect, test } from '@playwright/test';
import { askedFaults, controlOf, headlineFaults, programFor, type Presentation } from './presentation.ts';
import { pinnedSuiteNames, pinnedSuites } from './pinned-suites.ts';
import { profileName, profiles } from './profiles.ts';

test.describe('profiles of Kamailio and nginx', () => {
  test('have names of their own', () => {
    for (const rows of Object.values(profiles)) {
      expect(new Set(rows.map(({ name }) => name)).size).toBe(rows.length);
    }
  });

  test('are named by their deviations, good where there is none', () => {
    expect(profileName({})).toBe('good');
    expect(profileName({ certificate: 'good' })).toBe('good');
    expect(profileName({ certificate: 'expired' })).toBe('expired');
    expect(profileName({ version: 'TLS 1.0', clientCertificate: 'optional' })).toBe('tls-1.0+optional');
    expect(profileName({ http: 'basic' })).toBe('basic');
  });

  for (const service of ['sip', 'provisioning'] as const) {
    test(`serve every headline case of ${service} and its control in every trust mode`, () => {
      const names = (program: 'kamailio' | 'nginx') => profiles[program].map(({ name }) => name);
      const cases: Presentation[] = [
        ...headlineFaults.map((certificate) => ({ certificate })),
        ...askedFaults.map((certificate) => ({ certificate, clientCertificate: 'required' as const })),
        ...(['TLS 1.0', 'TLS 1.1', 'TLS 1.2', 'TLS 1.3'] as const).map((version) => ({ version })),
        ...pinnedSuiteNames
          .map((suite) => ({ suite, version: pinnedSuites[suite].version }))
          .filter(({ suite, version }) => version === 'TLS 1.2' && !suite.includes('_ECDSA_')),
      ];
      for (const presentation of cases) {
        const controls = (['M1', 'M2', 'M3'] as const).map((trust) => controlOf(service, presentation, trust));
        for (const wanted of [presentation, ...controls]) {
          const program = programFor(service, wanted);
          expect(['kamailio', 'nginx']).toContain(program);
          expect(names(program as 'kamailio' | 'nginx')).toContain(profileName(wanted));
        }
      }
    });
  }
});
