/** Extensions of CRLs and OCSP responses, which are written as those of certificates are (RFC 5280 §4.1). */
import type { DerNode } from '../der.ts';
import { readExtensionList, type Extension } from '../extensions.ts';

export type Extensions = Map<string, Extension>;

/** By object identifier; `list` is the SEQUENCE OF Extension, or undefined where there is none. Throws Error. */
export const readExtensions = (list: DerNode | undefined): Extensions =>
  new Map((list ? readExtensionList(list) : []).map(({ oid, extension }) => [oid, extension]));

/** The first critical extension that is not among `understood`. */
export const unknownCritical = (extensions: Extensions, understood: readonly string[]): string | undefined =>
  [...extensions].find(([oid, { critical }]) => critical && !understood.includes(oid))?.[0];
