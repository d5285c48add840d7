/** What the gate is told to do for one connection: the device's verification, and the flaws of its handshake. */
import type { ConnectOptions, Surroundings } from '../contracts.ts';
import { CertificateProblem } from '../trust/problem.ts';
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
  /** Called instead of a refusal where the flaw `sends-before-verifying` lets the server through first. */
  deferred: (problem: Objection | CertificateProblem) => void;
}

function verify({ surroundings, options }: PolicyRequest, chain: Buffer[]): void {
  const { flaws, trust } = surroundings;
  if (!options.validate || flaws.has('validate-ignored')) return;
  const { allowWildcard, allowCommonName } = surroundings.settings().sip;
  try {
    verifyServer({
      service: options.service,
      identity: options.identity,
      chain,
      anchors: trust.anchors(),
      at: surroundings.now(),
      allowWildcard,
      allowCommonName,
      flaws,
    });
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
    wholeFlight: breaksOff || wrongKey,
    judge: ({ chain, certificateRequested }) => {
      try {
        verify(request, chain);
      } catch (error) {
        if (!flaws.has('sends-before-verifying')) throw error;
        request.deferred(error as CertificateProblem);
      }
      if (breaksOff && certificateRequested)
        throw new Objection('protocol', null, 'the server wants a certificate, and the device has none');
    },
    ...(flaws.has('offers-rc4') && { clientHello: (body) => withSuite(body, rc4) }),
    ...(flaws.has('accepts-unoffered-suite') && { afterUnofferedSuite: goOnRegardless }),
    ...(wrongKey && { certificateVerify: signedByAnotherKey }),
  };
}
