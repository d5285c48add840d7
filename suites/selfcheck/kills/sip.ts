/** Flaw of the bundled endpoint → what it makes fail: the area sip. */
export const kills: Readonly<Record<string, readonly string[]>> = {};
