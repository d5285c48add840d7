/** Flaws: what the device does wrongly with the connection to its server. */
export const connectionFlaws = {} as const satisfies Record<string, string>;
