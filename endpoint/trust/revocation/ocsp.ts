/** What an OCSP response, fetched or stapled, says about a certificate (RFC 6960 §3.2). */
import { createHash } from 'node:crypto';
import type { Flaws } from '../../flaws.ts';
import { isSignedBy, readCertificate } from '../certificate.ts';
import { checkSoundness } from '../soundness.ts';
import { LEEWAY_MS, type Finding } from './finding.ts';
import { revocationFields, type Link, type RevocationFields } from './link.ts';
import { readOcspResponse, type BasicResponse, type SingleResponse } from './ocsp-response.ts';
import { isSignatureOf } from './signature.ts';

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
function isAbout(response: SingleResponse, { fields, issuerFields }: Link): boolean {
  const hash = hashes.get(response.hash);
  if (hash === undefined || !response.serial.equals(fields.serial)) return false;
  return (
    response.issuerNameHash.equals(digest(hash, fields.issuer)) &&
    response.issuerKeyHash.equals(digest(hash, issuerFields.key))
  );
}

function isResponder({ responder }: BasicResponse, { subject, key }: RevocationFields): boolean {
  return 'name' in responder ? responder.name.equals(subject) : responder.keyHash.equals(digest('sha1', key));
}

/** RFC 6960 §4.2.2.2: a responder that the issuer itself has made one. Its own revocation is not looked at (§4.2.2.2.1). */
function isDelegated(der: Buffer, response: BasicResponse, { issuer }: Link, at: Date, flaws: Flaws): boolean {
  const fields = revocationFields({ der });
  if (!isResponder(response, fields)) return false;
  const certificate = readCertificate(der);
  if (certificate.x509.issuer !== issuer.x509.subject || !isSignedBy(certificate, issuer)) return false;
  if (!certificate.extendedKeyUsage?.includes(ocspSigning)) return false;
  if (fields.keyUsage !== null && (fields.keyUsage & digitalSignature) === 0) return false;
  checkSoundness(certificate, at, flaws);
  const { algorithm, signed, signature } = response;
  return isSignatureOf(certificate.x509.publicKey, algorithm, signed, signature);
}

/** RFC 6960 §3.2(2) to (4). */
function isAuthorized(response: BasicResponse, link: Link, at: Date, flaws: Flaws): boolean {
  const { algorithm, signed, signature } = response;
  if (
    isResponder(response, link.issuerFields) &&
    isSignatureOf(link.issuer.x509.publicKey, algorithm, signed, signature)
  )
    return true;
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
  let response;
  try {
    response = readOcspResponse(der);
  } catch (error) {
    return { status: 'unusable', why: `cannot be read (${(error as Error).message})` };
  }
  if ('error' in response) return { status: 'undetermined', why: `says ${response.error} (RFC 6960 §4.2.1)` };
  return judgeBasic(response, link, at, flaws);
}
