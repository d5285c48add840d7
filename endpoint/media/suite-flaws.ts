/** Flaws: what the device does wrongly with SRTP suites and keys. */
export const suiteFlaws = {
  'wrong-srtp-key': 'encrypts media with another key than it offered',
} as const satisfies Record<string, string>;
