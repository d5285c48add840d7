import { revocationFaults } from './revocation.ts';
import { testFaults } from './testing.ts';

testFaults(revocationFaults, {});
