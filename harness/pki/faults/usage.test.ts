import { found, testFaults } from './testing.ts';
import { usageFaults } from './usage.ts';

testFaults(usageFaults, {
  'client-auth-only': [found.wrongPurpose],
  // Three names for the one missing bit.
  'intermediate-not-ca': [found.notAnAuthority, found.wrongPurpose, found.signsWithoutAuthority],
});
