import { expect, test } from '@playwright/test';
import type { TrustMode } from '../evidence.ts';
import { controlOf, programFor, type Presentation } from './presentation.ts';

const presentations: Presentation[] = [
  { suite: 'TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256', version: 'TLS 1.2' },
  { group: 'x25519' },
  { certificate: 'expired' },
  { certificate: 'wildcard-name' },
  { version: 'TLS 1.0' },
  { version: 'TLS 1.3' },
  { clientCertificate: 'required' },
  { http: 'truncated-body' },
  { http: 'redirect-to-http' },
  { http: 'redirect-to-other-host' },
  { tls: 'unoffered-suite' },
  { rejectsHello: 40 },
  { tickets: true, certificate: 'self-signed' },
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

test('where the certificate of a renegotiation is the deviation, the control renegotiates as who it was', () => {
  const serves = { tls: 'renegotiation-before-request', asks: 'options' } as const;
  expect(controlOf('sip', { ...serves, renegotiatesAs: 'wrong-name' }, 'M2')).toEqual({
    ...serves,
    certificate: 'good',
    program: 'scripted-tls',
  });
});

test('where the version is the deviation, the control is the same server with its ordinary versions', () => {
  for (const version of ['TLS 1.0', 'TLS 1.2', 'TLS 1.3'] as const) {
    expect(controlOf('sip', { version }, 'M2')).toEqual({ certificate: 'good', program: 'kamailio' });
  }
});

test('a presentation may name the certificate of its control', () => {
  expect(controlOf('sip', { certificate: 'dns-name-only', control: 'sip-uri-name' }, 'M2').certificate).toBe(
    'sip-uri-name',
  );
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
