import { chainFaults } from './chain.ts';
import { found, testFaults } from './testing.ts';

testFaults(chainFaults, {
  good: [],
  'ecdsa-chain': [],
  'factory-authority': [found.noIssuer],
  'unknown-authority': [found.noIssuer],
  'self-signed': [found.selfSigned],
  'missing-intermediate': [found.noIssuer],
});
