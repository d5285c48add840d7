/** The verdict on a peer: the device's own path and name checks, the same for every TLS version. */
import { X509Certificate } from 'node:crypto';
import type { Flaws } from '../flaws.ts';
import { readCertificate, type Certificate } from './certificate.ts';
import { checkName } from './names.ts';
import { findPath } from './path.ts';
import { CertificateProblem } from './problem.ts';
import { checkDates, checkExtensions, checkKey, checkSignatureAlgorithm } from './soundness.ts';
import { checkUsage } from './usage.ts';

/** Certificates looked at of what a peer sends. */
const MAX_SENT = 32;

export interface VerifyRequest {
  /** `client`: whoever connects to the device; by its names it is known, not found, so none is asked for. */
  service: 'sip' | 'provisioning' | 'client';
  /** Of no meaning for a client. */
  identity: string;
  /** DER, the server's own first, as sent. */
  chain: Buffer[];
  /** PEM. */
  anchors: string[];
  at: Date;
  allowWildcard: boolean;
  allowCommonName: boolean;
  flaws: Flaws;
}

function readAnchors(pems: string[]): Certificate[] {
  return pems.map((pem) => readCertificate(new X509Certificate(pem).raw));
}

function readSent(chain: Buffer[]): [Certificate, ...Certificate[]] {
  const read = (der: Buffer): Certificate => {
    try {
      return readCertificate(der);
    } catch (error) {
      const text = `the peer sent something that is no certificate (${(error as Error).message})`;
      throw new CertificateProblem('chain', 'bad_certificate', text);
    }
  };
  const [first, ...others] = chain.slice(0, MAX_SENT);
  if (first === undefined) throw new CertificateProblem('chain', 'bad_certificate', 'the peer sent no certificate');
  return [read(first), ...others.map(read)];
}

/** The path that was found, leaf first and anchor last, when the peer is who it should be. Throws CertificateProblem. */
export function verifyServer(request: VerifyRequest): Certificate[] {
  const { at, flaws, service } = request;
  const [leaf, ...sent] = readSent(request.chain);
  const path = findPath({ leaf, sent, anchors: readAnchors(request.anchors), at, flaws });
  checkDates(leaf, at, flaws);
  checkKey(leaf);
  // A leaf that stands alone is trusted (or let through) as it is: its own signature proves nothing.
  if (path.length > 1) checkSignatureAlgorithm(leaf);
  checkExtensions(leaf);
  checkUsage(leaf, service, flaws);
  if (service !== 'client') checkName({ ...request, service, leaf });
  return path;
}
