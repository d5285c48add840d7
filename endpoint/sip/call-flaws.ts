/** Flaws: what the device does wrongly while a call begins, changes and moves on. */
export const callFlaws = {} as const satisfies Record<string, string>;
