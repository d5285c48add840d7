import { found, testFaults } from './testing.ts';
import { timeFaults } from './time.ts';

testFaults(timeFaults, {
  expired: [found.expired],
  'not-yet-valid': [found.notYetValid],
});
