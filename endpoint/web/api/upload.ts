/** The body of an upload, within limits. */
import type { Readable } from 'node:stream';
import type { Flaws } from '../../flaws.ts';
import { maxFileBytes, tooLarge } from '../../trust/certificate-file.ts';
import { Problem } from '../problem.ts';

/** What is too large is read on up to here: a client that is cut off while it sends would never see the answer. */
const mostRead = 64 * 1024 * 1024;

/** Rejects with Problem 413 where it is too large. For `clears-list-on-bad-upload` the trust list is to meet it. */
export async function readUpload(body: Readable, flaws: Flaws): Promise<Buffer> {
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of body as AsyncIterable<Buffer>) {
    bytes += chunk.length;
    if (bytes <= maxFileBytes) chunks.push(chunk);
    else chunks.length = 0;
    if (bytes > mostRead) break;
  }
  if (bytes > maxFileBytes && flaws.has('clears-list-on-bad-upload')) return Buffer.alloc(maxFileBytes + 1);
  if (bytes > maxFileBytes) throw new Problem(413, tooLarge().message);
  return Buffer.concat(chunks);
}
