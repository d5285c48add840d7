/** The policy at a moment of a call: that of the settings, but where a flaw acts at that moment alone. */
import { offeredLines } from './own-crypto.ts';
import type { CryptoLine } from './crypto-attribute.ts';
import type { Policy } from './media-policy.ts';

type Setting = Policy['srtp']['sdpSrtpOffer'];

export interface Moment {
  /** Whether a description was agreed on before in this call. */
  again: boolean;
  /** Where a flaw of whoever began the call wants another setting. */
  instead?: Setting | undefined;
}

const set = (policy: Policy, sdpSrtpOffer: Setting): Policy => ({ ...policy, srtp: { ...policy.srtp, sdpSrtpOffer } });

export function offeringPolicy(policy: Policy, { again, instead }: Moment): Policy {
  const { flaws, srtp } = policy;
  if (instead) return set(policy, instead);
  const inClear = again
    ? flaws.has('reoffers-in-clear')
    : srtp.sdpSrtpOffer === 'Optional' && flaws.has('offers-no-crypto-in-optional');
  if (inClear) return set(policy, 'Disabled');
  return encryptsAnyway(policy) ? set(policy, 'Optional') : policy;
}

export function answeringPolicy(policy: Policy, { again, instead }: Moment): Policy {
  const { flaws, srtp } = policy;
  const overlooks = again ? flaws.has('answers-reoffer-in-clear') : flaws.has('answers-optional-in-clear');
  if (instead) return set(policy, instead);
  if (overlooks && srtp.sdpSrtpOffer === 'Optional') return set(policy, 'Disabled');
  if (again && flaws.has('accepts-plain-reoffer')) return set(policy, 'Optional');
  return encryptsAnyway(policy) ? set(policy, 'Optional') : policy;
}

const encryptsAnyway = ({ flaws, srtp }: Policy): boolean =>
  srtp.sdpSrtpOffer === 'Disabled' && flaws.has('encrypts-in-disabled');

/** The line that the flaw `encrypts-in-disabled` encrypts under where no crypto was agreed. */
export const uninvitedLine = (policy: Policy): CryptoLine | null =>
  encryptsAnyway(policy) ? (offeredLines(['AES_CM_128_HMAC_SHA1_80'], policy)[0] ?? null) : null;
