/** Fetches CRLs and OCSP responses over plain HTTP: what comes is signed by itself. Redirects are not followed. */
import { request } from 'node:http';
import type { Surroundings } from '../../contracts.ts';

export const MAX_BYTES = 1024 * 1024;
const ocspRequestType = 'application/ocsp-request';

/** All fetches of one connection end by then. */
export class Deadline {
  readonly #end: number;

  constructor(milliseconds: number) {
    this.#end = performance.now() + milliseconds;
  }

  /** A fair part of the time that is left, where `count` sources may still be asked one after the other. */
  share(count: number): AbortSignal {
    return AbortSignal.timeout(Math.max(0, Math.floor((this.#end - performance.now()) / count)));
  }
}

const aborted = (signal: AbortSignal): Promise<never> =>
  new Promise((_resolve, reject) =>
    signal.addEventListener('abort', () => reject(new Error('aborted')), { once: true }),
  );

async function exchange(url: URL, address: string, body: Buffer | null, signal: AbortSignal): Promise<Buffer> {
  const sent = request({
    host: address,
    port: url.port === '' ? 80 : Number(url.port),
    path: url.pathname + url.search,
    method: body ? 'POST' : 'GET',
    headers: {
      Host: url.host,
      ...(body && { 'Content-Type': ocspRequestType, 'Content-Length': body.length }),
    },
    agent: false,
    signal,
  });
  return new Promise((resolve, reject) => {
    sent.on('error', reject);
    sent.on('response', (response) => {
      const fail = (why: string): void => void sent.destroy(new Error(why));
      if (response.statusCode !== 200) return fail(`the server answers ${response.statusCode}`);
      const chunks: Buffer[] = [];
      let size = 0;
      response.on('data', (chunk: Buffer) => {
        size += chunk.length;
        chunks.push(chunk);
        if (size > MAX_BYTES) fail(`the answer has more than ${MAX_BYTES} bytes`);
      });
      response.on('error', reject);
      response.on('end', () => resolve(Buffer.concat(chunks)));
    });
    sent.end(body ?? undefined);
  });
}

/** GET, or POST where there is a body (RFC 6960 A.1). Rejects with Error in words. */
export async function fetchOverHttp(
  url: URL,
  body: Buffer | null,
  { resolve }: Pick<Surroundings, 'resolve'>,
  signal: AbortSignal,
): Promise<Buffer> {
  const overdue = aborted(signal);
  try {
    const address = await Promise.race([resolve(url.hostname), overdue]);
    return await Promise.race([exchange(url, address, body, signal), overdue]);
  } catch (error) {
    if (signal.aborted) throw new Error('there is no answer in time', { cause: error });
    const { code } = error as NodeJS.ErrnoException;
    throw code === 'ECONNREFUSED' ? new Error('nothing listens there', { cause: error }) : error;
  }
}
