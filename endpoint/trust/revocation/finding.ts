/** What one source says about one certificate. */

export type Finding =
  | { status: 'good' }
  | { status: 'revoked'; since: Date; reason: string | null }
  /** The source is sound and cannot tell. */
  | { status: 'undetermined'; why: string }
  /** The source must not be believed, whatever it says. */
  | { status: 'unusable'; why: string };

/** How far the clocks of the device and of the source may be apart. */
export const LEEWAY_MS = 5 * 60_000;

/** CRLReason (RFC 5280 §5.3.1), which OCSP uses as well. */
const reasons = new Map([
  [1, 'keyCompromise'],
  [2, 'cACompromise'],
  [3, 'affiliationChanged'],
  [4, 'superseded'],
  [5, 'cessationOfOperation'],
  [6, 'certificateHold'],
  [9, 'privilegeWithdrawn'],
  [10, 'aACompromise'],
]);

/** Name of a CRLReason, given the content of its ENUMERATED. */
export const reasonName = (content: Buffer | undefined): string | null => reasons.get(content?.[0] ?? 0) ?? null;
