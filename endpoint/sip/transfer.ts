/** Transfers: who is called on the word of the other side of a call (RFC 3515), and which call takes the place of another. */
import type { Invitation, Inviter, Referral } from 'sip.js';
import type { Flaws } from '../flaws.ts';
import type { DescriptionOptions } from './session-description-handler.ts';

/** The call to whom a REFER names, or null for one that names nobody. sip.js tells the referrer how it goes. */
export async function followed(
  referral: Referral,
  flaws: Flaws,
  params: (target: string) => object,
): Promise<Inviter | null> {
  const target = targetOf(referral);
  if (target === null) {
    await referral.reject({ statusCode: 400 });
    return null;
  }
  await referral.accept();
  return referral.makeInviter({
    params: params(target),
    ...(flaws.has('transfers-in-clear') && options({ srtp: 'Disabled' })),
  });
}

function targetOf(referral: Referral): string | null {
  try {
    return referral.referTo.uri.toString();
  } catch {
    return null;
  }
}

/** RFC 3891: a call in the place of another one is held to the same policy; with the flaw it is not. */
export const policyInstead = (invitation: Invitation, flaws: Flaws): DescriptionOptions =>
  flaws.has('replaced-in-clear') && invitation.request.getHeader('replaces') ? { srtp: 'Optional' } : {};

const options = (sessionDescriptionHandlerOptions: DescriptionOptions): object => ({
  sessionDescriptionHandlerOptions,
});
