/** Extensions as certificates, CRLs and OCSP responses all write them (RFC 5280 §4.1). */
import { oidText, readNodes, tags, type DerNode } from '../der.ts';

export interface Extension {
  critical: boolean;
  /** DER of the extension's own value. */
  value: Buffer;
}

/** By object identifier; `list` is the SEQUENCE OF Extension, or undefined where there is none. Throws Error. */
export function readExtensions(list: DerNode | undefined): Map<string, Extension> {
  const found = new Map<string, Extension>();
  for (const entry of list ? readNodes(list.content) : []) {
    const [type, second, third] = readNodes(entry.content);
    const value = third ?? second;
    if (!type || !value) throw new Error('DER: an extension is not complete');
    const critical = third !== undefined && second!.tag === tags.boolean && second!.content[0] !== 0;
    found.set(oidText(type.content), { critical, value: value.content });
  }
  return found;
}

/** The first critical extension that is not among `understood`. */
export const unknownCritical = (
  extensions: Map<string, Extension>,
  understood: readonly string[],
): string | undefined => [...extensions].find(([oid, { critical }]) => critical && !understood.includes(oid))?.[0];
