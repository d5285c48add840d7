/** Flaw of the bundled endpoint → what it makes fail: the area provisioning. */
import type { Kills } from './joined.ts';

export const kills: Kills = {
  'follows-redirect-to-http': ['DG-03'],
  'checks-first-hop-only': ['NM-39'],
  'applies-truncated-file': ['PV-CUT'],
};
