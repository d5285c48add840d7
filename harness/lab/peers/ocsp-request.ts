/** Whether octets are an OCSP request (RFC 6960 §4.1.1). */
import { elements, tags, type Element } from '../../wire/x509/der.ts';

const integer = 0x02;
const explicit = (n: number): number => 0xa0 | n;

/** Looks at the structure as far as the identifiers of the certificates, which must all be there. */
export function isOcspRequest(octets: Buffer): boolean {
  try {
    const [toBeSigned] = only(sequenceOf(octets), [explicit(0)]);
    const [list] = only(sequenceOf(toBeSigned?.whole), [explicit(0), explicit(1), explicit(2)]);
    const requests = sequenceOf(list?.whole);
    return requests.length > 0 && requests.every(isRequest);
  } catch (error) {
    if (error instanceof RangeError) return false;
    throw error;
  }
}

/** Request: a CertID of algorithm, hash of the issuer's name, hash of its key, serial number; then perhaps extensions. */
function isRequest(request: Element): boolean {
  const [identifier] = only(sequenceOf(request.whole), [explicit(0)]);
  const [algorithm, name, key, serial, ...rest] = sequenceOf(identifier?.whole).map(({ tag }) => tag);
  return (
    algorithm === tags.sequence &&
    name === tags.octetString &&
    key === tags.octetString &&
    serial === integer &&
    rest.length === 0
  );
}

/** The elements of the one SEQUENCE that these octets are. Throws RangeError. */
function sequenceOf(octets: Buffer | undefined): Element[] {
  const [sequence, ...rest] = elements(octets ?? Buffer.alloc(0));
  if (sequence?.tag !== tags.sequence || rest.length > 0) throw new RangeError('no sequence');
  return elements(sequence.content);
}

/** The elements without the optional ones; there must be one. Throws RangeError. */
function only(parts: readonly Element[], optional: readonly number[]): Element[] {
  const left = parts.filter(({ tag }) => !optional.includes(tag));
  if (left.length !== 1) throw new RangeError('no OCSP request');
  return left;
}
