/** RFC 4568 §8: the keys of calls stand in the signalling, so what is not encrypted must not carry them. */
import { z } from 'zod';
import type { Flaws } from '../flaws.ts';
import type { Settings } from './settings.ts';

/** Why these settings do not go together; null: they do. */
export function clearSignallingProblem({ sip, srtp }: Settings, flaws: Flaws): string | null {
  const { transportation, scheme } = sip;
  if (transportation === 'TLS' || flaws.has('keys-in-clear-signalling')) return null;
  if (scheme === 'sips') return `sip.transportation cannot be ${transportation} with sip.scheme sips, which needs TLS.`;
  if (srtp.sdpSrtpOffer !== 'Standard') return null;
  return (
    `sip.transportation cannot be ${transportation} while srtp.sdpSrtpOffer is Standard: the keys of calls would be ` +
    `readable on the way. Accepted: TLS. For calls without encryption set srtp.sdpSrtpOffer to Disabled first.`
  );
}

/** Throws z.ZodError. */
export function refuseKeysInClear(settings: Settings, flaws: Flaws): void {
  const message = clearSignallingProblem(settings, flaws);
  if (message === null) return;
  const path = ['sip', 'transportation'];
  const params = { accepted: ['TLS'] };
  throw new z.ZodError([{ code: 'custom', path, message, params, input: settings.sip.transportation }]);
}

/** What calls are offered and answered with: without TLS no key can be agreed on. */
export function srtpInForce({ sip, srtp }: Settings, flaws: Flaws): Settings['srtp'] {
  const isSecure = sip.transportation === 'TLS' || flaws.has('keys-in-clear-signalling');
  return isSecure ? srtp : { ...srtp, sdpSrtpOffer: 'Disabled' };
}
