import { pathFaults } from './path.ts';
import { found, testFaults } from './testing.ts';

testFaults(pathFaults, {
  'missing-intermediate': [found.noIssuer],
  // The first certificate is taken for the leaf.
  'reversed-chain': [found.wrongPurpose, found.hostnameMismatch],
  'unrelated-certificate-between': [],
  'intermediate-twice': [],
  'root-included': [],
  'expired-intermediate-first': [],
  'cross-signed-intermediate': [],
  // OpenSSL does not go back to try the second one.
  'cross-signed-unknown-first': [found.noIssuer],
  'authorities-1': [],
  'authorities-2': [],
  'authorities-3': [],
  'authorities-4': [],
  'authorities-5': [],
  'authorities-6': [],
  'authorities-7': [],
  'authorities-8': [],
  'authorities-10': [],
  'hundred-intermediates': [],
  'issuer-loop': [found.noIssuer],
  'key-rollover-pair': [],
  'issuer-name-coded-otherwise': [],
  'issuer-name-spaced-otherwise': [],
  // OpenSSL takes the identifier for more than the hint that it is (RFC 5280 §4.2.1.1).
  'authority-key-identifier-mismatch': [found.noIssuer],
  'empty-certificate-list': 'nothing sent',
  'random-octets-for-leaf': 'leaf unreadable',
  'trailing-octets': [],
});
