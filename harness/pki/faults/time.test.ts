import { found, testFaults } from './testing.ts';
import { timeFaults } from './time.ts';

testFaults(timeFaults, {
  expired: [found.expired],
  'expired-a-minute-ago': [found.expired],
  'not-yet-valid': [found.notYetValid],
  'valid-in-an-hour': [found.notYetValid],
  'valid-since-an-hour': [],
  'expires-in-an-hour': [],
  'intermediate-expired': [found.expired],
  'intermediate-not-yet-valid': [found.notYetValid],
  'root-expired': [found.expired],
  'self-signed-expired': [found.expired, found.selfSigned],
  'until-2039': [],
  'until-2055': [],
  'until-9999': [],
  '2055-as-utctime': [found.expired],
  'fractional-seconds': [found.badNotAfter],
  'ends-before-it-begins': [found.notYetValid],
  'ten-years': [],
});
