/** The body of an upload, within limits. */
import type { Readable } from 'node:stream';
import { maxFileBytes, tooLarge } from '../../trust/certificate-file.ts';
import { Problem } from '../problem.ts';

/** What is too large is read on up to here: a client that is cut off while it sends would never see the answer. */
const mostRead = 64 * 1024 * 1024;

/** Rejects with Problem 413 where it is too large. */
export async function readUpload(body: Readable): Promise<Buffer> {
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of body as AsyncIterable<Buffer>) {
    bytes += chunk.length;
    if (bytes <= maxFileBytes) chunks.push(chunk);
    else chunks.length = 0;
    if (bytes > mostRead) break;
  }
  if (bytes > maxFileBytes) throw new Problem(413, tooLarge().message);
  return Buffer.concat(chunks);
}
