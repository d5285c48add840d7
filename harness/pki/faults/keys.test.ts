import { keyFaults } from './keys.ts';
import { testFaults } from './testing.ts';

testFaults(keyFaults, {});
