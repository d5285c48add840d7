import { expect, test } from '@playwright/test';
import type { TrustMode } from '../evidence.ts';
import { controlOf, programFor, type Presentation } from './presentation.ts';

const presentations: Presentation[] = [
  { certificate: 'expired' },
  { certificate: 'wildcard-name' },
  { version: 'TLS 1.0' },
  { version: 'TLS 1.3' },
  { clientCertificate: 'required' },
  { http: 'truncated-body' },
  { http: 'redirect-to-http' },
  { tls: 'unoffered-suite' },
];

test('a control is served by the same program as its case', () => {
  for (const presentation of presentations) {
    const control = controlOf('provisioning', presentation, 'M2');
    expect(programFor('provisioning', control), JSON.stringify(presentation)).toBe(
      programFor('provisioning', presentation),
    );
  }
});

test('a control keeps what is not the deviation', () => {
  expect(controlOf('sip', { certificate: 'expired', version: 'TLS 1.2', clientCertificate: 'optional' }, 'M2')).toEqual(
    {
      certificate: 'good',
      version: 'TLS 1.2',
      clientCertificate: 'optional',
      program: 'kamailio',
    },
  );
});

test('the control of a version below 1.2 is the same server with its ordinary versions', () => {
  expect(controlOf('sip', { version: 'TLS 1.0' }, 'M2')).toEqual({ certificate: 'good', program: 'kamailio' });
});

test('the control is a certificate that the trust mode accepts', () => {
  const certificateIn = (trust: TrustMode) => controlOf('sip', { certificate: 'expired' }, trust).certificate;
  expect([certificateIn('M0'), certificateIn('M1'), certificateIn('M2'), certificateIn('M3')]).toEqual([
    'good',
    'factory-authority',
    'good',
    'self-signed',
  ]);
});

test('where the uploaded certificate itself is the case, its control is another that the device trusts', () => {
  expect(controlOf('sip', { certificate: 'self-signed' }, 'M3').certificate).toBe('factory-authority');
});
