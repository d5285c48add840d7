/** What an OCSP response, fetched or stapled, says about a certificate (RFC 6960 §3.2). */
import { createHash } from 'node:crypto';
import type { Flaws } from '../../flaws.ts';
import { isSignedBy, readCertificate, type Certificate } from '../certificate.ts';
import { isSameName } from '../distinguished-name.ts';
import { checkSoundness } from '../soundness.ts';
import { LEEWAY_MS, type Finding } from './finding.ts';
import { keyOf, type Link } from './link.ts';
import { readOcspResponse, type BasicResponse, type SingleResponse } from './ocsp-response.ts';
import { isSignedByKeyOf } from './signature.ts';

const ocspSigning = '1.3.6.1.5.5.7.3.9';
const digitalSignature = 0x80;
/** Certificates looked at of what a response brings along. */
const MAX_CERTIFICATES = 8;

const hashes = new Map([
  ['1.3.14.3.2.26', 'sha1'],
  ['2.16.840.1.101.3.4.2.1', 'sha256'],
  ['2.16.840.1.101.3.4.2.2', 'sha384'],
  ['2.16.840.1.101.3.4.2.3', 'sha512'],
]);

const digest = (hash: string, bytes: Buffer): Buffer => createHash(hash).update(bytes).digest();

/** RFC 6960 §4.1.1. */
function isAbout(response: SingleResponse, { certificate, issuer, fields }: Link): boolean {
  const hash = hashes.get(response.hash);
  if (hash === undefined || !response.serial.equals(fields.serial)) return false;
  return (
    response.issuerNameHash.equals(digest(hash, certificate.issuer.der)) &&
    response.issuerKeyHash.equals(digest(hash, keyOf(issuer)))
  );
}

function isResponder({ responder }: BasicResponse, certificate: Certificate): boolean {
  return 'name' in responder
    ? responder.name.equals(certificate.subject.der)
    : responder.keyHash.equals(digest('sha1', keyOf(certificate)));
}

/** RFC 6960 §4.2.2.2: a responder that the issuer itself has made one. Its own revocation is not looked at (§4.2.2.2.1). */
function isDelegated(der: Buffer, response: BasicResponse, { issuer }: Link, at: Date, flaws: Flaws): boolean {
  const certificate = readCertificate(der);
  const { extendedKeyUsage, keyUsage } = certificate;
  if (!isResponder(response, certificate)) return false;
  if (!isSameName(certificate.issuer, issuer.subject) || !isSignedBy(certificate, issuer)) return false;
  if (!extendedKeyUsage?.includes(ocspSigning)) return false;
  if (keyUsage !== null && ((keyUsage[0] ?? 0) & digitalSignature) === 0) return false;
  checkSoundness(certificate, at, flaws);
  return isSignedByKeyOf(certificate, response);
}

/** RFC 6960 §3.2(2) to (4). */
function isAuthorized(response: BasicResponse, link: Link, at: Date, flaws: Flaws): boolean {
  if (isResponder(response, link.issuer) && isSignedByKeyOf(link.issuer, response)) return true;
  return response.certificates.slice(0, MAX_CERTIFICATES).some((der) => {
    try {
      return isDelegated(der, response, link, at, flaws);
    } catch {
      return false;
    }
  });
}

/**
 * RFC 6960 §3.2(5), (6), §4.2.2.1. Without nextUpdate newer information is available all the time, so that only a fresh
 * response is good.
 */
function isCurrent({ thisUpdate, nextUpdate }: SingleResponse, at: Date): boolean {
  const end = (nextUpdate ?? thisUpdate).getTime() + LEEWAY_MS;
  return thisUpdate.getTime() - LEEWAY_MS <= at.getTime() && at.getTime() <= end;
}

function judgeBasic(response: BasicResponse, link: Link, at: Date, flaws: Flaws): Finding {
  const believesAnybody = flaws.has('accepts-foreign-revocation-data');
  if (!believesAnybody && !isAuthorized(response, link, at, flaws))
    return { status: 'unusable', why: 'is signed neither by the issuer nor by its responder (RFC 6960 §4.2.2.2)' };
  if (response.unknownCritical !== undefined) {
    const why = `has the critical extension ${response.unknownCritical}, which is not understood (RFC 6960 §4.4)`;
    return { status: 'unusable', why };
  }
  const about = response.responses.filter((single) => believesAnybody || isAbout(single, link));
  if (about.length === 0) return { status: 'unusable', why: 'is about another certificate (RFC 6960 §3.2(1))' };
  const current = about.filter((single) => flaws.has('accepts-stale-revocation-data') || isCurrent(single, at));
  if (current.length === 0) {
    const { thisUpdate, nextUpdate } = about[0]!;
    const until = nextUpdate ? ` to ${nextUpdate.toISOString()}` : '';
    return {
      status: 'unusable',
      why: `is out of date: it is of ${thisUpdate.toISOString()}${until} (RFC 6960 §4.2.2.1)`,
    };
  }
  const statuses = current.map(({ certificate }) => certificate);
  const known = statuses.find(({ status }) => status === 'revoked') ?? statuses.find(({ status }) => status === 'good');
  if (known?.status === 'revoked' || known?.status === 'good') return known;
  return { status: 'undetermined', why: 'says that the certificate is unknown (RFC 6960 §2.2)' };
}

/** What the response `der` says about the certificate of `link` at the device's time `at`. */
export function judgeOcsp(der: Buffer, link: Link, at: Date, flaws: Flaws): Finding {
  try {
    const response = readOcspResponse(der);
    if ('error' in response) return { status: 'undetermined', why: `says ${response.error} (RFC 6960 §4.2.1)` };
    return judgeBasic(response, link, at, flaws);
  } catch (error) {
    return { status: 'unusable', why: `cannot be read (${(error as Error).message})` };
  }
}
