/** What is wrong with the offer of an INVITE, looked at before sip.js does: it would answer 480 where 488 is due. */
import type { Invitation } from 'sip.js';
import { assessOffer, type Policy } from './media-policy.ts';
import { readSdp } from './sdp.ts';

/** Null: nothing, or there is no offer. */
export function offerProblem(invitation: Invitation, policy: Policy): string | null {
  const contentType = invitation.request.getHeader('content-type') ?? '';
  if (!/^application\/sdp\b/i.test(contentType) || !invitation.body) return null;
  const descriptions = readSdp(invitation.body, policy.flaws);
  if (typeof descriptions === 'string') return descriptions;
  const agreement = assessOffer(descriptions, policy);
  return typeof agreement === 'string' ? agreement : null;
}
