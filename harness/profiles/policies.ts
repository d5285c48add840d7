/**
 * Policies: how much a fail weighs. A policy is a level map; adding one is one entry here.
 */
import type { Requirement } from '../requirement.ts';
import type { Weight } from '../verdict.ts';

interface Policy {
  title: string;
  /** Requirements whose fail blocks although their level alone would not. */
  raised: readonly string[];
  /** Requirements whose fail only warns although their level is MUST. */
  lowered: readonly string[];
}

/** RFC 9110 §4.3.4 and RFC 9525 §6.6 let an automated client only SHOULD refuse; a device that loads its configuration
 * from anybody is no secure device, so `bcp` raises the three refusals. */
const provisioningRefusals = ['PROV-02', 'PROV-03', 'PROV-04'];
/** RFC 3711 §3.3.2 only RECOMMENDS replay protection. */
const replay = ['SRTP-06'];
/** Rows without an RFC level that the words of the settings themselves promise. */
const promises = ['CERT-39', 'CERT-42', 'MTLS-18', 'SDES-02', 'SDES-04', 'PROV-08'];
/** Keys that leave the device, and a device that tells anybody who it is (docs/verdicts.md, rule 6). */
const secrets = ['MTLS-23', 'MTLS-25'];

export const policies: Record<'bcp' | 'rfc' | 'deployed', Policy> = {
  bcp: {
    title: "the RFCs' levels, with provisioning refusals and SRTP replay raised to MUST",
    raised: [...provisioningRefusals, ...replay, ...promises, ...secrets],
    lowered: [],
  },
  rfc: { title: 'the RFCs to the letter', raised: [], lowered: [] },
  deployed: {
    title: 'what most devices in the field can meet: wildcards and a missing TLS 1.3 only warn',
    raised: [...provisioningRefusals, ...promises, ...secrets],
    lowered: ['NAME-08'],
  },
};

export type PolicyName = keyof typeof policies;

export function weightOf(policy: PolicyName, id: string, requirement: Pick<Requirement, 'level'>): Weight {
  const { raised, lowered } = policies[policy];
  if (lowered.includes(id)) return 'warning';
  return requirement.level === 'MUST' || raised.includes(id) ? 'blocking' : 'warning';
}
