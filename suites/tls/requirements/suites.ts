/** Cipher suites. */
import { offersNone } from '../../../harness/judge/hello-offer.ts';
import { abortsOnUnofferedSuite } from '../../../harness/judge/unoffered-suite.ts';
import { defineRequirements } from '../../../harness/requirement.ts';

export const { requirements } = defineRequirements({
  'TLSC-04': {
    level: 'MUST',
    clause: 'RFC 7465 §2',
    sentence: 'Offer no RC4 cipher suite.',
    risk: 'a server that prefers RC4 makes the traffic readable in time',
    judge: offersNone({ of: 'RC4', forbidden: (hello) => hello.suites.filter((suite) => suite.includes('RC4')) }),
  },
  'TLSC-11': {
    level: 'MUST',
    clause: 'RFC 8446 §4.1.3 (RFC 9846 §4.2.3); RFC 5246 §7.4.1.3',
    sentence: 'Abort when the server selects a cipher suite that was not offered.',
    risk: 'an attacker chooses the weakest suite the device has, offered or not',
    judge: abortsOnUnofferedSuite,
  },
});
