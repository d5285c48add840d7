/** Cipher suites and compression that the server selects. */
import { NotOffered } from '../fatal-alert.ts';
import { suitesFor } from '../server-choice12.ts';
import type { TlsFault } from '../tls-fault.ts';

export const suiteFaults = {
  'unoffered-suite': {
    title: 'selects a suite of the same family that was not offered',
    select: (choice, hello) => {
      const suite = suitesFor(choice.suite).find((each) => !hello.suites.includes(each));
      if (suite === undefined) throw new NotOffered('the client offers every suite of the family');
      return { ...choice, suite };
    },
  },
} as const satisfies Record<string, TlsFault>;
