/** Flaw of the bundled endpoint → what it makes fail: the area identity. */
import type { Kills } from './joined.ts';

export const kills: Kills = {
  // identity
  'empty-client-certificate': ['MT-01', 'MT-01/OPTIONAL', 'MT-03', 'PV-MUTUAL'],
  'wrong-certificate-verify': ['MT-01-PROOF', 'PROV-10'],
  'skips-certificate-verify': ['MT-01-PROOF'],
  'sends-leaf-only': ['MT-01/INTERMEDIATES'],
  'sends-unasked-certificate': ['MT-01/UNASKED'],
  'ignores-certificate-authorities': ['MT-02'],
  'ignores-request-algorithms': ['MT-04'],
  'aborts-without-certificate': ['MT-05', 'MT-05/OPTIONAL', 'MT-07', 'MT-07/400'],
  'storms-after-rejection': [
    ...['MT-06/40', 'MT-06/42', 'MT-06/44', 'MT-06/45', 'MT-06/46', 'MT-06/48'],
    ...['MT-05', 'MT-07', 'MT-07/400'],
  ],
  'shows-identity-to-anybody': ['MT-08/1.2', 'MT-08/1.3'],
  'ignores-challenges-with-certificate': ['MT-22', 'MT-22/HTTPS'],
  'shows-certificate-of-another-unit': ['MT-09/MAC'],
  'shared-device-key': ['MT-09/KEY'],
  'shows-certificate-for-servers': ['MT-09/USAGE'],
  'shows-certificate-of-an-authority': ['MT-09/AUTHORITY'],
  'weak-device-key': ['MT-09/STRENGTH'],
  'keeps-factory-identity': ['MT-15'],
  'drops-identity-on-bad-upload': ['MT-16/BROKEN'],
  'accepts-mismatching-identity': ['MT-16/MISMATCH'],
  'no-fallback-identity': ['MT-16/FALLBACK'],
  'tells-private-key': ['MT-23'],
  // listener
  'listener-asks-no-certificate': ['MT-18/1.2', 'MT-18/1.3'],
  'listener-accepts-any-client': ['MT-18/1.3', 'MT-19/CHAIN', 'MT-19/OPTIONAL'],
  'listener-ignores-client-dates': ['MT-19/EXPIRED', 'MT-19/EARLY'],
  'listener-ignores-client-usage': ['MT-19/USAGE'],
  'listener-ignores-client-identity': ['MT-21', 'MT-21/FROM'],
  'optional-client-counts-as-authenticated': ['MT-20'],
};
