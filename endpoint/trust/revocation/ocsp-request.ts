/** The question to an OCSP responder (RFC 6960 §4.1), in the form of RFC 5019 §2.1: one certificate, unsigned. */
import { createHash } from 'node:crypto';
import { tags } from '../der.ts';
import { keyOf, type Link } from './link.ts';

const octetString = 0x04;
/** AlgorithmIdentifier of SHA-1, which RFC 5019 §2.1.1 demands here: it only points at an issuer. */
const sha1 = Buffer.from('300906052b0e03021a0500', 'hex');

function encode(tag: number, ...parts: Buffer[]): Buffer {
  const content = Buffer.concat(parts);
  if (content.length < 0x80) return Buffer.concat([Buffer.from([tag, content.length]), content]);
  const length = Buffer.from(content.length.toString(16).padStart(4, '0'), 'hex');
  return Buffer.concat([Buffer.from([tag, 0x80 | length.length]), length, content]);
}

const digest = (bytes: Buffer): Buffer => createHash('sha1').update(bytes).digest();

/** DER of the OCSPRequest. */
export function ocspRequest({ certificate, issuer, fields }: Link): Buffer {
  const certId = encode(
    tags.sequence,
    sha1,
    encode(octetString, digest(certificate.issuer.der)),
    encode(octetString, digest(keyOf(issuer))),
    encode(tags.integer, fields.serial),
  );
  // OCSPRequest, TBSRequest, requestList, Request.
  return [1, 2, 3, 4].reduce((inner) => encode(tags.sequence, inner), certId);
}
