/** What rows about the account of the device have in common. */
export const accept = { services: ['sip'], expect: { M2: 'accept' } } as const;
export const refuse = { services: ['sip'], expect: { M2: 'refuse' } } as const;

/** The registrar of the harness takes calls to either. */
export const plainCallee = 'sip:bench@lab.test';
export const secureCallee = 'sips:bench@lab.test';
