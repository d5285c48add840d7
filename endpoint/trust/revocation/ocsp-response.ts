/** Reads OCSP responses (RFC 6960 §4.2.1). */
import { oidText, readNode, readNodes, readTime, tags, type DerNode } from '../der.ts';
import { readExtensions, unknownCritical } from './extensions.ts';
import { reasonName } from './finding.ts';
import type { Signed } from './signature.ts';

export type CertificateStatus =
  { status: 'good' } | { status: 'revoked'; since: Date; reason: string | null } | { status: 'unknown' };

export interface SingleResponse {
  /** Object identifier of the hash of the two next. */
  hash: string;
  issuerNameHash: Buffer;
  issuerKeyHash: Buffer;
  /** Content of the INTEGER. */
  serial: Buffer;
  certificate: CertificateStatus;
  thisUpdate: Date;
  nextUpdate: Date | null;
}

export interface BasicResponse extends Signed {
  /** DER of the responder's name, or the SHA-1 hash of its key. */
  responder: { name: Buffer } | { keyHash: Buffer };
  /** DER. */
  certificates: Buffer[];
  responses: SingleResponse[];
  /** A critical extension: none is understood here. */
  unknownCritical: string | undefined;
}

const basic = '1.3.6.1.5.5.7.48.1.1';
/** OCSPResponseStatus. */
const errors = new Map([
  [1, 'malformedRequest'],
  [2, 'internalError'],
  [3, 'tryLater'],
  [5, 'sigRequired'],
  [6, 'unauthorized'],
]);

function readStatus({ tag, content }: DerNode): CertificateStatus {
  if (tag === 0x80) return { status: 'good' };
  if (tag === 0x82) return { status: 'unknown' };
  if (tag !== 0xa1) throw new Error('DER: no certificate status');
  const [time, reason] = readNodes(content);
  return {
    status: 'revoked',
    since: readTime(time!),
    reason: reasonName(reason && readNode(reason.content).content),
  };
}

function readSingle(node: DerNode): { response: SingleResponse; unknownCritical: string | undefined } {
  const [certId, status, thisUpdate, ...rest] = readNodes(node.content);
  const [algorithm, nameHash, keyHash, serial] = readNodes(certId!.content);
  const nextUpdate = rest.find(({ tag }) => tag === 0xa0);
  const extensions = rest.find(({ tag }) => tag === 0xa1);
  return {
    response: {
      hash: oidText(readNode(algorithm!.content).content),
      issuerNameHash: nameHash!.content,
      issuerKeyHash: keyHash!.content,
      serial: serial!.content,
      certificate: readStatus(status!),
      thisUpdate: readTime(thisUpdate!),
      nextUpdate: nextUpdate ? readTime(readNode(nextUpdate.content)) : null,
    },
    unknownCritical: unknownCritical(readExtensions(extensions && readNode(extensions.content)), []),
  };
}

function readBasic(der: Buffer): BasicResponse {
  const [signed, algorithm, signature, certificates] = readNodes(readNode(der).content);
  const all = readNodes(signed!.content);
  const [responder, , list, extensions] = all[0]!.tag === 0xa0 ? all.slice(1) : all;
  if (list?.tag !== tags.sequence) throw new Error('DER: no responses');
  const inner = readNode(responder!.content);
  const singles = readNodes(list.content).map(readSingle);
  return {
    signed: signed!.whole,
    algorithm: algorithm!,
    signature: signature!,
    responder: responder!.tag === 0xa1 ? { name: inner.whole } : { keyHash: inner.content },
    certificates: certificates ? readNodes(readNode(certificates.content).content).map(({ whole }) => whole) : [],
    responses: singles.map(({ response }) => response),
    unknownCritical:
      unknownCritical(readExtensions(extensions && readNode(extensions.content)), []) ??
      singles.find((single) => single.unknownCritical !== undefined)?.unknownCritical,
  };
}

/** The basic response, or the responder's word for why there is none. Throws Error when `der` is no OCSP response. */
export function readOcspResponse(der: Buffer): BasicResponse | { error: string } {
  const [status, bytes] = readNodes(readNode(der).content);
  const code = status!.content[0]!;
  if (code !== 0) return { error: errors.get(code) ?? `status ${code}` };
  const [type, response] = readNodes(readNode(bytes!.content).content);
  if (oidText(type!.content) !== basic) throw new Error('no basic response');
  return readBasic(response!.content);
}
