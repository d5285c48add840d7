/** What facts need of a certificate's extensions and dates, read from the DER. */
import { elements, oidText, tags } from './der.ts';

const extendedKeyUsage = '2.5.29.37';

const purposeNames: Readonly<Record<string, string>> = {
  '1.3.6.1.5.5.7.3.1': 'serverAuth',
  '1.3.6.1.5.5.7.3.2': 'clientAuth',
  '1.3.6.1.5.5.7.3.3': 'codeSigning',
  '1.3.6.1.5.5.7.3.4': 'emailProtection',
  '1.3.6.1.5.5.7.3.9': 'OCSPSigning',
  '1.3.6.1.5.5.7.3.20': 'sipDomain',
  '2.5.29.37.0': 'anyExtendedKeyUsage',
};

/** The content of extnValue; null where there is no such extension. Throws RangeError on odd DER. */
export function extensionValue(der: Buffer, oid: string): Buffer | null {
  const wrapped = toBeSigned(der).find(({ tag }) => tag === 0xa3);
  for (const extension of wrapped ? elements(wrapped.content).flatMap(({ content }) => elements(content)) : []) {
    const [id, ...rest] = elements(extension.content);
    const value = rest.find(({ tag }) => tag === tags.octetString);
    if (id && value && oidText(id.content) === oid) return value.content;
  }
  return null;
}

/** By name, or dotted (RFC 5280 §4.2.1.12); null where the certificate restricts nothing. Throws RangeError on odd DER. */
export function purposes(der: Buffer): string[] | null {
  const value = extensionValue(der, extendedKeyUsage);
  if (!value) return null;
  return elements(value)
    .flatMap(({ content }) => elements(content))
    .map(({ content }) => oidText(content))
    .map((oid) => purposeNames[oid] ?? oid);
}

const codings: Readonly<Record<number, 'UTCTime' | 'GeneralizedTime'>> = { 0x17: 'UTCTime', 0x18: 'GeneralizedTime' };

/** How notAfter is coded (RFC 5280 §4.1.2.5). Throws RangeError on odd DER. */
export function endCoding(der: Buffer): 'UTCTime' | 'GeneralizedTime' | null {
  // RFC 5280 §4.1: the version where it is given; then serial number, signature, issuer, validity.
  const validity = toBeSigned(der).filter(({ tag }) => tag !== 0xa0)[3];
  const end = validity && elements(validity.content)[1];
  return (end && codings[end.tag]) ?? null;
}

const toBeSigned = (der: Buffer): ReturnType<typeof elements> =>
  elements(elements(elements(der)[0]?.content ?? der)[0]?.content ?? der);
