/** What the device asks of others to know whether a certificate is revoked. Nothing is judged. */
import { defineCases } from '../../../harness/requirement.ts';
import '../../requirements.ts';

/** On a device that is set to check no revocation. */
export const unchecked = defineCases({
  'RV-10/CRL': {
    title: 'certificate that says where its CRL is; fetches are counted',
    requirement: 'REVO-12',
    serves: { certificate: 'good-by-crl' },
    expect: { M0: 'record', M2: 'record' },
  },
  'RV-10/OCSP': {
    title: 'certificate that names an OCSP responder; fetches are counted',
    requirement: 'REVO-12',
    serves: { certificate: 'good-by-ocsp' },
    expect: { M0: 'record', M2: 'record' },
  },
});

/** On a device that must know the status. */
export const checked = defineCases({
  'RV-10/CRL-CHECKED': {
    title: 'certificate that says where its CRL is, on a device that checks; fetches are counted',
    requirement: 'REVO-12',
    serves: { certificate: 'good-by-crl' },
    expect: { M1: 'record', M2: 'record' },
    needs: ['revocation'],
  },
  'RV-10/OCSP-CHECKED': {
    title: 'certificate that names an OCSP responder, on a device that checks; fetches are counted',
    requirement: 'REVO-12',
    serves: { certificate: 'good-by-ocsp' },
    expect: { M1: 'record', M2: 'record' },
    needs: ['revocation'],
  },
  'HELLO-STAPLE': {
    title: 'good server; whether the ClientHello asks for a stapled response is read',
    requirement: 'REVO-06',
    serves: { certificate: 'good-by-ocsp' },
    expect: { M2: 'record' },
  },
});

declare module '../../../harness/requirement.ts' {
  interface KnownCases extends Record<keyof typeof unchecked | keyof typeof checked, true> {}
}
