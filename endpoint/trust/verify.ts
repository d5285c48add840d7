/** The verdict on a peer: the device's own path and name checks, the same for every TLS version. */
import { X509Certificate } from 'node:crypto';
import type { Flaws } from '../flaws.ts';
import { isSelfSigned, readCertificate, type Certificate } from './certificate.ts';
import { checkName } from './names.ts';
import { findPath } from './path.ts';
import { CertificateProblem } from './problem.ts';
import { checkDates, checkLifetime } from './dates.ts';
import { checkExtensions, checkForm } from './soundness.ts';
import { checkKey, checkSignatureAlgorithm } from './strength.ts';
import { checkUsage } from './usage.ts';

/** Certificates looked at of what a peer sends. */
const MAX_SENT = 32;
const MAX_DEPTH = 10;
/** Octets of certificates that are read; OpenSSL takes no more in a handshake either. */
const MAX_OCTETS = 100 * 1024;

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
  /** Authorities above the peer's own certificate, the trusted one counted. Default 10. */
  maxChainDepth?: number;
  flaws: Flaws;
}

function readAnchors(pems: string[], flaws: Flaws): Certificate[] {
  const anchors = pems.map((pem) => readCertificate(new X509Certificate(pem).raw));
  return flaws.has('requires-root-anchor') ? anchors.filter(isSelfSigned) : anchors;
}

function readSent(chain: Buffer[], flaws: Flaws): [Certificate, ...Certificate[]] {
  const read = (der: Buffer): Certificate => {
    try {
      return readCertificate(der);
    } catch (error) {
      const text = `the peer sent something that is no certificate (${(error as Error).message})`;
      throw new CertificateProblem('chain', 'bad_certificate', text);
    }
  };
  const octets = chain.reduce((sum, { length }) => sum + length, 0);
  if (octets > MAX_OCTETS)
    throw new CertificateProblem('chain', 'bad_certificate', `the peer sent certificates of ${octets} octets`);
  const [first, ...others] = flaws.has('unlimited-chain-depth') ? chain : chain.slice(0, MAX_SENT);
  // RFC 8446 §4.4.2.4.
  if (first === undefined) throw new CertificateProblem('chain', 'decode_error', 'the peer sent no certificate');
  return [read(first), ...others.map(read)];
}

/** The path that was found, leaf first and anchor last, when the peer is who it should be. Throws CertificateProblem. */
export function verifyServer(request: VerifyRequest): Certificate[] {
  const { at, flaws, service, maxChainDepth: maxDepth = MAX_DEPTH } = request;
  const [leaf, ...sent] = readSent(request.chain, flaws);
  checkForm(leaf, flaws);
  const path = findPath({ leaf, sent, anchors: readAnchors(request.anchors, flaws), at, maxDepth, flaws });
  const isAnchor = path.length === 1;
  if (!isAnchor || !flaws.has('ignores-anchor-dates')) checkDates(leaf, at, flaws);
  checkLifetime(leaf, flaws);
  checkKey(leaf, flaws);
  // A leaf that stands alone is trusted (or let through) as it is: its own signature proves nothing.
  if (!isAnchor) checkSignatureAlgorithm(leaf, flaws);
  checkExtensions(leaf, flaws);
  if (service !== 'client') checkName({ ...request, service, leaf });
  checkUsage(leaf, service, flaws);
  return path;
}
