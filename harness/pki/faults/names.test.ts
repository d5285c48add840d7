import { expect, test } from '@playwright/test';
import type { FaultName } from '../certificate-faults.ts';
import { nameFaults } from './names.ts';
import { found, properties, testFaults } from './testing.ts';

const bench = testFaults(nameFaults, {
  'wrong-name': [found.hostnameMismatch],
  'sip-uri-name': [found.hostnameMismatch],
  'dns-name-only': [],
  'wildcard-name': [],
  'common-name-beside-foreign-san': [found.hostnameMismatch],
});

test('names come out as written', () => {
  const san = (fault: FaultName, host?: string): string | undefined =>
    properties(bench.pki, fault, host).get('leaf X509v3 Subject Alternative Name');
  expect(san('good')).toBe('DNS:sip.lab.test');
  expect(san('good', '192.0.2.10')).toBe('URI:sip:192.0.2.10, IP Address:192.0.2.10');
  expect(san('good', '2001:db8::1')).toBe('URI:sip:[2001:db8::1], IP Address:2001:DB8:0:0:0:0:0:1');
  expect(san('wrong-name')).toBe('DNS:other.lab.test');
  expect(san('sip-uri-name')).toBe('URI:sip:sip.lab.test');
  expect(san('wildcard-name')).toBe('DNS:*.lab.test');
});
