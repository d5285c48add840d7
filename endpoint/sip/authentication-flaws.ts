/** Flaws: what the device does wrongly when it is asked for a password. */
export const authenticationFlaws = {} as const satisfies Record<string, string>;
