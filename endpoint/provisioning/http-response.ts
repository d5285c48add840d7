/** Reads one HTTP/1.1 response (RFC 9112): complete, or told to be cut short. */

export interface Response {
  status: number;
  /** Lower-case name to values, in order. */
  headers: Map<string, string[]>;
  body: Buffer;
  /** Why the body may not be used; null: it came to its end (RFC 9112 §8). */
  incomplete: string | null;
}

/** Larger bodies are refused. */
export const MAX_BODY = 1024 * 1024;
const MAX_HEAD = 64 * 1024;

interface Body {
  bytes: Buffer;
  incomplete: string | null;
}

function readHead(head: string): Pick<Response, 'status' | 'headers'> {
  const [first = '', ...lines] = head.split('\r\n');
  const status = /^HTTP\/1\.[01] (\d{3})(?: |$)/.exec(first)?.[1];
  if (status === undefined)
    throw new Error(`the server does not answer in HTTP/1.1: ${JSON.stringify(first.slice(0, 60))}`);
  const headers: Response['headers'] = new Map();
  for (const line of lines) {
    const [, name, value] = /^([!#$%&'*+.^_`|~\w-]+):[ \t]*(.*?)[ \t]*$/.exec(line) ?? [];
    if (name === undefined || value === undefined)
      throw new Error(`a header line cannot be read: ${JSON.stringify(line.slice(0, 60))}`);
    const key = name.toLowerCase();
    headers.set(key, [...(headers.get(key) ?? []), value]);
  }
  return { status: Number(status), headers };
}

/** RFC 9112 §7.1; null: more has to come. */
function readChunks(bytes: Buffer): { bytes: Buffer; ended: boolean } {
  const parts: Buffer[] = [];
  for (let at = 0; ;) {
    const lineEnd = bytes.indexOf('\r\n', at);
    if (lineEnd < 0) return { bytes: Buffer.concat(parts), ended: false };
    const size = /^([0-9a-f]{1,8})(?:[ \t]*;.*)?$/i.exec(bytes.toString('latin1', at, lineEnd))?.[1];
    if (size === undefined) throw new Error('a chunk has no size');
    const length = parseInt(size, 16);
    if (length > MAX_BODY) throw new Error(`the file has more than ${MAX_BODY} bytes`);
    const start = lineEnd + 2;
    if (length === 0) {
      // The end is an empty line, after trailers if any.
      const ended = bytes.toString('latin1', start, start + 2) === '\r\n' || bytes.includes('\r\n\r\n', start);
      return { bytes: Buffer.concat(parts), ended };
    }
    parts.push(bytes.subarray(start, start + length));
    if (bytes.length < start + length + 2) return { bytes: Buffer.concat(parts), ended: false };
    at = start + length + 2;
  }
}

function readBody(
  { status, headers }: Pick<Response, 'status' | 'headers'>,
  bytes: Buffer,
  ended: boolean,
): Body | null {
  const encoding = headers.get('transfer-encoding');
  const lengths = new Set(headers.get('content-length'));
  if (status === 204 || status === 304) return { bytes: Buffer.alloc(0), incomplete: null };
  if (encoding) {
    if (encoding.join().toLowerCase() !== 'chunked' || lengths.size > 0)
      throw new Error('the server sends the file in a transfer coding that is not understood');
    const chunks = readChunks(bytes);
    if (!chunks.ended && !ended) return null;
    return { bytes: chunks.bytes, incomplete: chunks.ended ? null : 'it ended before its last chunk (RFC 9112 §8)' };
  }
  if (lengths.size > 0) {
    const [length = ''] = lengths;
    if (lengths.size > 1 || !/^\d{1,15}$/.test(length)) throw new Error('the Content-Length cannot be read');
    if (Number(length) > MAX_BODY) throw new Error(`the file has ${length} bytes; at most ${MAX_BODY} are accepted`);
    if (bytes.length >= Number(length)) return { bytes: bytes.subarray(0, Number(length)), incomplete: null };
    const missing = `it ended after ${bytes.length} of ${length} bytes (RFC 9112 §8)`;
    return ended ? { bytes, incomplete: missing } : null;
  }
  // A close looks the same whether the server was done or the connection was cut: node does not tell a close_notify.
  return ended ? { bytes, incomplete: 'it came without a length, so that its end cannot be known' } : null;
}

/** Null: more has to come. `ended`: nothing more will. Throws Error for what is no usable response. */
export function readResponse(bytes: Buffer, ended: boolean): Response | null {
  const headEnd = bytes.indexOf('\r\n\r\n');
  if (headEnd < 0) {
    if (bytes.length > MAX_HEAD) throw new Error(`the header of the answer has more than ${MAX_HEAD} bytes`);
    if (ended) throw new Error('the server closed the connection without an answer');
    return null;
  }
  const head = readHead(bytes.toString('latin1', 0, headEnd));
  const rest = bytes.subarray(headEnd + 4);
  // RFC 9110 §15.2: an interim answer is followed by the real one.
  if (head.status < 200) return readResponse(rest, ended);
  if (rest.length > 2 * MAX_BODY) throw new Error(`the file has more than ${MAX_BODY} bytes`);
  const body = readBody(head, rest, ended);
  return body && { ...head, body: body.bytes, incomplete: body.incomplete };
}
