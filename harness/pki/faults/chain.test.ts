import { chainFaults } from './chain.ts';
import { found, testFaults } from './testing.ts';

testFaults(chainFaults, {
  good: [],
  'ecdsa-chain': [],
  'factory-authority': [found.noIssuer],
  'unknown-authority': [found.noIssuer],
  'same-name-other-key': [found.noIssuer],
  'same-identifier-other-key': [found.signatureFailure],
  'self-signed': [found.selfSigned],
  'self-signed-other-key': [found.selfSigned],
  'issued-by-leaf': [found.notAnAuthority, found.wrongPurpose, found.keyUsageWithoutCertSign],
  'issued-by-uploaded-leaf': [found.notAnAuthority, found.wrongPurpose, found.keyUsageWithoutCertSign],
  'leaf-signature-bit-flipped': [found.signatureFailure],
  'intermediate-signature-bit-flipped': [found.signatureFailure],
  'signature-algorithms-differ': [found.signatureFailure, found.algorithmsDiffer],
  // Partial chains are off.
  'intermediate-uploaded': [found.noIssuerAbove],
  'leaf-uploaded': [],
  'leaf-with-root-key': [],
});
