/** The stapled OCSP response in a server's flight. */

const statusRequest = 5;
const ocsp = 1;

/** The OCSPResponse of a CertificateStatus (RFC 6066 §8). Throws RangeError when it is cut short. */
export function readCertificateStatus(status: Buffer): Buffer {
  const end = 4 + status.readUIntBE(1, 3);
  if (status[0] !== ocsp || end !== status.length) throw new RangeError('a certificate status cannot be read');
  return status.subarray(4, end);
}

/** RFC 8446 §4.4.2.1: the status_request extension of the server's own CertificateEntry; null: there is none. */
export function readStapleOfLeaf(certificateMessage: Buffer): Buffer | null {
  const list = 1 + certificateMessage.readUInt8(0) + 3;
  const extensions = list + 3 + certificateMessage.readUIntBE(list, 3);
  const end = extensions + 2 + certificateMessage.readUInt16BE(extensions);
  for (let at = extensions + 2; at + 4 <= end;) {
    const next = at + 4 + certificateMessage.readUInt16BE(at + 2);
    if (next > certificateMessage.length) throw new RangeError('an extension is cut short');
    if (certificateMessage.readUInt16BE(at) === statusRequest)
      return readCertificateStatus(certificateMessage.subarray(at + 4, next));
    at = next;
  }
  return null;
}
