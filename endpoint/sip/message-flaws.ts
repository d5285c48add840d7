/** Flaws: what the device does wrongly with messages that are hard to read. */
export const messageFlaws = {} as const satisfies Record<string, string>;
