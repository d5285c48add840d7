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

/** OpenSSL lists three point formats, and no setting changes that; no attack is known. */
const harmless = ['TLSC-48'];

/** RFC 5630 forbids what most phones have written since RFC 3261 deprecated it; nothing is gained by it. */
const transportTls = ['SIPS-05'];

/** What every policy beside the letter of the RFCs demands. */
const usual = [...provisioningRefusals, ...promises, ...secrets];

/**
 * Rows of the ClientHello that are a SHOULD of the RFCs and that other documents demand: TLS 1.3, the server's name, 3DES, RSA
 * key transport, static Diffie-Hellman, CBC without encrypt_then_mac, DSA, compression. Their rules for servers
 * were compared; what they ask of clients is taken from those, or from memory, so no clause is named.
 */
const demanded = {
  tls13: 'TLSX-74',
  serverName: 'TLSX-71',
  tripleDes: 'TLSC-06',
  rsaKeyTransport: 'TLSC-30',
  staticDiffieHellman: 'TLSC-31',
  cbc: 'TLSC-33',
  dsa: 'TLSC-40',
  compression: 'TLSC-41',
} as const;

export const policyNames = ['bcp', 'rfc', 'deployed', 'nist', 'bsi', 'mozilla'] as const;

export type PolicyName = (typeof policyNames)[number];

export const policies: Record<PolicyName, Policy> = {
  bcp: {
    title: "the RFCs' levels, with provisioning refusals and SRTP replay raised to MUST; compressed points only warn",
    raised: [...usual, ...replay],
    lowered: harmless,
  },
  rfc: { title: 'the RFCs to the letter', raised: [], lowered: [] },
  deployed: {
    title: 'what most devices in the field can meet: wildcards, a missing TLS 1.3 and transport=tls in URIs only warn',
    raised: usual,
    lowered: ['NAME-08', ...transportTls, ...harmless],
  },
  nist: {
    title: 'as bcp, with what NIST SP 800-52r2 demands of a ClientHello (by its rules for servers, and as recalled)',
    raised: [
      ...[...usual, ...replay],
      ...[demanded.tls13, demanded.serverName, demanded.tripleDes, demanded.cbc, demanded.compression],
    ],
    lowered: harmless,
  },
  bsi: {
    title: 'as bcp, with what BSI TR-02102-2 lists for a ClientHello (by its rules for servers, and as recalled)',
    raised: [...usual, ...replay, demanded.tripleDes, demanded.rsaKeyTransport],
    lowered: harmless,
  },
  mozilla: {
    title: 'as bcp, with what is only "old" in Mozilla\'s guidelines 5.7 not offered (as recalled)',
    raised: [
      ...[...usual, ...replay],
      ...[demanded.tripleDes, demanded.rsaKeyTransport, demanded.staticDiffieHellman, demanded.cbc, demanded.dsa],
    ],
    lowered: harmless,
  },
};

export function weightOf(policy: PolicyName, id: string, requirement: Pick<Requirement, 'level'>): Weight {
  const { raised, lowered } = policies[policy];
  if (lowered.includes(id)) return 'warning';
  return requirement.level === 'MUST' || raised.includes(id) ? 'blocking' : 'warning';
}
