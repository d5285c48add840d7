/** What the gate is told to do for one connection: the device's verification, and the flaws of its handshake. */
import type { X509Certificate } from 'node:crypto';
import type { ConnectOptions, Surroundings } from '../contracts.ts';
import { fits } from '../trust/certificate-request.ts';
import { CertificateProblem } from '../trust/problem.ts';
import { checkRevocation } from '../trust/revocation/check.ts';
import { verifyServer } from '../trust/verify.ts';
import { forAnyAlgorithm } from './flaw-any-algorithm.ts';
import { unaskedCertificate } from './flaw-unasked-certificate.ts';
import { OutOfOrder } from './flaw-out-of-order.ts';
import { breaksOffOver } from './flawed-offer.ts';
import { signedByAnotherKey } from './flaw-wrong-signature.ts';
import type { GatePolicy } from './gate.ts';
import { Objection } from './objection.ts';

export interface PolicyRequest {
  surroundings: Surroundings;
  options: ConnectOptions;
  accepted: readonly number[];
  /** The device's certificate with its issuers, PEM; null: it has none to show. */
  chainPem: string | null;
  /** Called with the trusted certificate at the end of the server's path. */
  restsOn: (anchor: X509Certificate) => void;
  /** Called instead of a refusal where a flaw lets the server through first. */
  deferred: (problem: Objection | CertificateProblem) => void;
}

type Flight = Parameters<GatePolicy['judge']>[0];

/** Whether the device asks for stapled responses, and others about the certificates that it is shown. */
export function checksRevocation(surroundings: Surroundings, { validate }: ConnectOptions): boolean {
  return validate && surroundings.settings().tls.revocation !== 'off';
}

/** For `keeps-validation-off`: the devices that went without while the flaw was on. */
const onceOff = new WeakSet<Surroundings>();

function staysOff(surroundings: Surroundings, { validate }: ConnectOptions): boolean {
  if (!surroundings.flaws.has('keeps-validation-off')) onceOff.delete(surroundings);
  else if (!validate) onceOff.add(surroundings);
  return !validate || onceOff.has(surroundings);
}

/** Rejects with CertificateProblem or Objection. */
async function verify(request: PolicyRequest, flight: Flight): Promise<void> {
  const { surroundings, options, restsOn } = request;
  const { chain, staple } = flight;
  const { flaws, trust } = surroundings;
  if (staysOff(surroundings, options) || flaws.has('validate-ignored')) return;
  const { sip, tls } = surroundings.settings();
  const { allowWildcard, allowCommonName } = sip;
  const at = surroundings.now();
  const anchors = trust.anchors();
  try {
    const path = verifyServer({
      service: options.service,
      identity: options.identity,
      chain,
      anchors,
      at,
      allowWildcard,
      allowCommonName,
      maxChainDepth: tls.maxChainDepth,
      flaws,
    });
    if (tls.revocation !== 'off') {
      await checkRevocation({ path, staple, mode: tls.revocation, at, surroundings });
      // An authority that was removed while others were asked is not trusted any more.
      const trusted = trust.anchors();
      if (anchors.some((pem) => !trusted.includes(pem))) return await verify(request, flight);
    }
    restsOn(path.at(-1)!.x509);
  } catch (error) {
    if (error instanceof CertificateProblem) throw error;
    throw new Objection('chain', null, `the certificate could not be checked: ${(error as Error).message}`);
  }
}

/** The server asks for another certificate than that of the device, which is to be met without one. */
export class UnsuitableCertificate extends Objection {
  constructor() {
    super('protocol', null, 'the server asks for a certificate of another authority, or for another kind of key');
  }
}

/** `refused` is left to the caller. */
export function gatePolicy(request: PolicyRequest): Omit<GatePolicy, 'refused'> {
  const { chainPem } = request;
  const { flaws } = request.surroundings;
  const breaksOff = flaws.has('aborts-without-certificate') && chainPem === null;
  const signature = flaws.has('wrong-certificate-verify')
    ? signedByAnotherKey
    : flaws.has('skips-certificate-verify') && (() => null);
  return {
    accepts: (version) => request.accepted.includes(version),
    // RFC 5246 §7.3, RFC 6066 §8: CertificateStatus and CertificateRequest come after the Certificate.
    wholeFlight: breaksOff || chainPem !== null || checksRevocation(request.surroundings, request.options),
    judge: async (flight) => {
      try {
        await verify(request, flight);
      } catch (error) {
        if (!flaws.has('sends-before-verifying') && !flaws.has('shows-identity-to-anybody')) throw error;
        request.deferred(error as CertificateProblem);
      }
      if (breaksOff && flight.request)
        throw new Objection('protocol', null, 'the server wants a certificate, and the device has none');
      if (chainPem !== null && flight.request && !fits(flight.request, chainPem, flaws))
        throw new UnsuitableCertificate();
    },
    ...(flaws.has('speaks-anonymous-suites') && { takesAnonymous: true }),
    breaksOffOver: (hello) => breaksOffOver(hello, flaws),
    ...(flaws.has('sends-messages-out-of-order') && { outOfOrder: new OutOfOrder() }),
    ...(signature && { certificateVerify: signature }),
    ...(flaws.has('ignores-request-algorithms') && { certificateRequest: forAnyAlgorithm }),
    ...(flaws.has('sends-unasked-certificate') &&
      chainPem !== null && { unaskedCertificate: () => unaskedCertificate(chainPem) }),
  };
}
