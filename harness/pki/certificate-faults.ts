/** The certificate faults by name: one deviation from the good certificate each. (Filled by the PKI.) */
export const faultNames = [
  'good',
  'factory-authority',
  'expired',
  'not-yet-valid',
  'wrong-name',
  'self-signed',
  'unknown-authority',
  'missing-intermediate',
  'intermediate-not-ca',
  'client-auth-only',
  'sip-uri-name',
  'dns-name-only',
  'wildcard-name',
  'common-name-beside-foreign-san',
] as const;
export type FaultName = (typeof faultNames)[number];
