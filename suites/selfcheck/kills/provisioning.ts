/** Flaw of the bundled endpoint → what it makes fail: the area provisioning. */
export const kills: Readonly<Record<string, readonly string[]>> = {
  'follows-redirect-to-http': ['DG-03'],
  'checks-first-hop-only': ['NM-39'],
  'applies-truncated-file': ['PV-CUT'],
};
