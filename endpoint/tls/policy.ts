/** What the gate is told to do for one connection: the device's verification, and the flaws of its handshake. */
import type { X509Certificate } from 'node:crypto';
import type { ConnectOptions, Surroundings } from '../contracts.ts';
import { CertificateProblem } from '../trust/problem.ts';
import { checkRevocation } from '../trust/revocation/check.ts';
import { verifyServer } from '../trust/verify.ts';
import { goOnRegardless } from './flaw-unoffered-suite.ts';
import { signedByAnotherKey } from './flaw-wrong-signature.ts';
import type { GatePolicy } from './gate.ts';
import { withSuite } from './messages.ts';
import { Objection } from './objection.ts';

/** TLS_RSA_WITH_RC4_128_SHA. */
const rc4 = 0x0005;

export interface PolicyRequest {
  surroundings: Surroundings;
  options: ConnectOptions;
  accepted: readonly number[];
  hasIdentity: boolean;
  /** Called with the trusted certificate at the end of the server's path. */
  restsOn: (anchor: X509Certificate) => void;
  /** Called instead of a refusal where the flaw `sends-before-verifying` lets the server through first. */
  deferred: (problem: Objection | CertificateProblem) => void;
}

type Flight = Parameters<GatePolicy['judge']>[0];

/** Whether the device asks for stapled responses, and others about the certificates that it is shown. */
export function checksRevocation(surroundings: Surroundings, { validate }: ConnectOptions): boolean {
  return validate && surroundings.settings().tls.revocation !== 'off';
}

/** Rejects with CertificateProblem or Objection. */
async function verify(request: PolicyRequest, flight: Flight): Promise<void> {
  const { surroundings, options, restsOn } = request;
  const { chain, staple } = flight;
  const { flaws, trust } = surroundings;
  if (!options.validate || flaws.has('validate-ignored')) return;
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

/** `refused` is left to the caller. */
export function gatePolicy(request: PolicyRequest): Omit<GatePolicy, 'refused'> {
  const { flaws } = request.surroundings;
  const breaksOff = flaws.has('aborts-without-certificate') && !request.hasIdentity;
  const wrongKey = flaws.has('wrong-certificate-verify');
  return {
    accepts: (version) => request.accepted.includes(version),
    // RFC 6066 §8: the CertificateStatus comes after the Certificate.
    wholeFlight: breaksOff || wrongKey || checksRevocation(request.surroundings, request.options),
    judge: async (flight) => {
      try {
        await verify(request, flight);
      } catch (error) {
        if (!flaws.has('sends-before-verifying')) throw error;
        request.deferred(error as CertificateProblem);
      }
      if (breaksOff && flight.certificateRequested)
        throw new Objection('protocol', null, 'the server wants a certificate, and the device has none');
    },
    ...(flaws.has('offers-rc4') && { clientHello: (body) => withSuite(body, rc4) }),
    ...(flaws.has('accepts-unoffered-suite') && { afterUnofferedSuite: goOnRegardless }),
    ...(wrongKey && { certificateVerify: signedByAnotherKey }),
  };
}
