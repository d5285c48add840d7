/** Certificates out of PKCS #7, or CMS as it is called today (RFC 5652): SignedData without regard to signatures. */
import { oidText, readNode, readNodes, tags } from './der.ts';

const signedData = '1.2.840.113549.1.7.2';
/** `certificates [0] IMPLICIT CertificateSet` (RFC 5652 §5.1). */
const certificateSet = 0xa0;

/** Whether this is a ContentInfo with SignedData. */
export function isPkcs7(der: Buffer): boolean {
  try {
    const type = readNode(readNode(der).content);
    return type.tag === tags.oid && oidText(type.content) === signedData;
  } catch {
    return false;
  }
}

/** DER of each certificate, in the order of the file. Throws Error where it is damaged. */
export function certificatesInPkcs7(der: Buffer): Buffer[] {
  const info = readNode(der);
  const explicit = readNodes(info.content)[1];
  if (info.whole.length !== der.length || explicit === undefined) throw new Error('DER: not one ContentInfo');
  const set = readNodes(readNode(explicit.content).content).find(({ tag }) => tag === certificateSet);
  // RFC 5652 §10.2.2: other kinds than Certificate carry a context tag.
  const certificates = set ? readNodes(set.content).filter(({ tag }) => tag === tags.sequence) : [];
  return certificates.map(({ whole }) => whole);
}
