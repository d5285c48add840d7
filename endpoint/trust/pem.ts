/** Textual encodings (RFC 7468): the blocks in a text, with anything around them. */

export interface PemBlock {
  /** `CERTIFICATE` and the like. */
  label: string;
  /** The whole block from BEGIN to END, lines ending in LF. */
  text: string;
  /** Null where what stands between the two lines is no base64. */
  der: Buffer | null;
}

const block = /-----BEGIN ([A-Z0-9 .]+)-----([\s\S]*?)-----END \1-----/g;
const opening = /-----BEGIN [A-Z0-9 .]+-----/g;
const base64 = /^[A-Za-z0-9+/]+={0,2}$/;

/** The old names are read as well (RFC 7468 §5.1). */
export const isCertificate = ({ label }: PemBlock): boolean => /^(X\.?509 )?CERTIFICATE$/.test(label);

/** In the order of the text. RFC 7468 §2: white space between the lines of base64 means nothing. */
export function pemBlocks(text: string): PemBlock[] {
  return [...text.replace(/\r\n?/g, '\n').matchAll(block)].map(([whole, label = '', body = '']) => {
    const encoded = body.replace(/\s+/g, '');
    return { label, text: `${whole}\n`, der: base64.test(encoded) ? Buffer.from(encoded, 'base64') : null };
  });
}

/** Whether a block begins that does not end. */
export const hasUnfinishedBlock = (text: string): boolean =>
  (text.match(opening)?.length ?? 0) > [...text.matchAll(block)].length;

/** What stands before, between and behind the blocks. */
export const textAround = (text: string): string => text.replace(block, '');

/** PEM blocks of certificates and of private keys, in order. */
export function readPem(text: string): { certificates: string[]; keys: string[] } {
  const blocks = pemBlocks(text);
  return {
    certificates: blocks.filter(isCertificate).map((one) => one.text),
    keys: blocks.filter(({ label }) => label.endsWith('PRIVATE KEY')).map((one) => one.text),
  };
}
