/** Forms of files that an authority is uploaded in. Its chain is refused before; the lab's own stays trusted throughout. */
import { defineCases } from '../../../harness/requirement.ts';
import '../../requirements.ts';

const authority = {
  requirement: 'CERT-38',
  serves: { certificate: 'unknown-authority' },
  before: ['refuse'],
  needs: ['trust-files'],
} as const;

const mustBeTaken = { ...authority, expect: { M2: 'accept' } } as const;
/** No clause says that a device takes these; that it says so clearly is for the reader. */
const mayBeTaken = { ...authority, expect: { M2: 'record' } } as const;

export const cases = defineCases({
  'TS-01/LF': { ...mustBeTaken, title: 'authority uploaded as PEM with LF', file: 'pem-lf' },
  'TS-01/CRLF': { ...mustBeTaken, title: 'authority uploaded as PEM with CR LF', file: 'pem-crlf' },
  'TS-01/BARE': {
    ...mustBeTaken,
    title: 'authority uploaded as PEM without a final newline',
    file: 'pem-without-final-newline',
  },
  'TS-02': { ...mustBeTaken, title: 'authority uploaded as PEM with text around it', file: 'pem-with-text' },
  'TS-03': { ...mayBeTaken, title: 'authority uploaded as PEM after a byte order mark', file: 'pem-with-bom' },
  // Accepted: "any valid X.509 format" holds; refused: "Base64 encoded X.509" does.
  'TS-04/CER': { ...mayBeTaken, title: 'authority uploaded as DER in .cer', file: 'der-cer' },
  'TS-04/CRT': { ...mayBeTaken, title: 'authority uploaded as DER in .crt', file: 'der-crt' },
  'TS-04/DER': { ...mayBeTaken, title: 'authority uploaded as DER in .der', file: 'der-der' },
  'TS-05/PEM': { ...mayBeTaken, title: 'authority uploaded as PEM in .der', file: 'pem-in-der-name' },
  'TS-05/DER': { ...mayBeTaken, title: 'authority uploaded as DER in .pem', file: 'der-in-pem-name' },
  'TS-06/P7-PEM': { ...mayBeTaken, title: 'authority uploaded as PKCS#7 in PEM', file: 'pkcs7-pem' },
  'TS-06/P7-DER': { ...mayBeTaken, title: 'authority uploaded as PKCS#7 in DER', file: 'pkcs7-der' },
  'TS-06/P12': { ...mayBeTaken, title: 'authority uploaded as PKCS#12', file: 'pkcs12' },
  'TS-06/TRUSTED': {
    ...mayBeTaken,
    title: 'authority uploaded under the heading TRUSTED CERTIFICATE',
    file: 'trusted-certificate',
  },
  'TS-07': { ...mustBeTaken, title: 'authority uploaded as the second of a bundle', file: 'bundle-second' },
  'TS-12/FILE': {
    ...mustBeTaken,
    title: 'authority uploaded in one file behind another of its name',
    file: 'same-name-authorities',
  },
});

declare module '../../../harness/requirement.ts' {
  interface KnownCases extends Record<keyof typeof cases, true> {}
}
