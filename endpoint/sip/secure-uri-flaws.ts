/** Flaws: what the device does wrongly with sips: and with the choice of a transport. */
export const secureUriFlaws = {} as const satisfies Record<string, string>;
