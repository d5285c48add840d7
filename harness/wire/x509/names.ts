/**
 * The subjectAltName of a certificate, read from the DER: the text form of node:crypto cannot be split again safely
 * when a name holds a comma or a NUL.
 */
import { type Element, elements } from './der.ts';
import { extensionValue } from './extensions.ts';

const subjectAltName = '2.5.29.17';

/** `DNS:sip.lab.test`, `URI:sip:lab.test`, `IP:127.0.0.1`, `email:a@b`, `other:8`. Throws RangeError on odd DER. */
export function subjectNames(der: Buffer): string[] {
  const value = extensionValue(der, subjectAltName);
  return value ? elements(value).flatMap(({ content }) => elements(content).map(generalName)) : [];
}

/** The DER of the subject's distinguished name. Throws RangeError on odd DER. */
export function subjectDer(der: Buffer): Buffer {
  const tbs = elements(elements(der)[0]?.content ?? der)[0];
  // RFC 5280 §4.1: the version stands first where it is given; then serial number, signature, issuer, validity, subject.
  const fields = elements(tbs?.content ?? der).filter(({ tag }) => tag !== 0xa0);
  const subject = fields[4];
  if (!subject) throw new RangeError('no subject');
  return subject.whole;
}

/** RFC 5280 §4.2.1.6. */
function generalName({ tag, content }: Element): string {
  const text = () =>
    content
      .toString('latin1')
      .replace(/[^\x20-\x7e]/g, (char) => `\\x${char.charCodeAt(0).toString(16).padStart(2, '0')}`);
  if (tag === 0x81) return `email:${text()}`;
  if (tag === 0x82) return `DNS:${text()}`;
  if (tag === 0x86) return `URI:${text()}`;
  if (tag === 0x87) return `IP:${address(content)}`;
  return `other:${tag & 0x1f}`;
}

function address(octets: Buffer): string {
  if (octets.length === 4) return [...octets].join('.');
  if (octets.length !== 16) return octets.toString('hex');
  return Array.from({ length: 8 }, (_, group) => octets.readUInt16BE(2 * group).toString(16)).join(':');
}
