/** What a server says that knows nobody: 200 to the first request, SIP or HTTP, and the end of the connection. */
import { responseTo, parseHead, SipSyntaxError, writeSip } from '../../wire/sip/message.ts';
import type { PeerService, SecureConnection } from './secure-connection.ts';

const longestRequest = 16 * 1024;
/** How long a client may keep its request back, ms. */
const patience = 5000;

export const courteousService: PeerService = {
  serve: ({ stream, say }: SecureConnection) => {
    let read = Buffer.alloc(0);
    const end = (remark: string, bytes?: Buffer): void => {
      stream.removeAllListeners('data');
      stream.resume();
      say(remark);
      stream.end(bytes);
    };
    stream.setTimeout(patience, () => end('no request'));
    stream.on('data', (chunk: Buffer) => {
      read = Buffer.concat([read, chunk]);
      const answer = answerTo(read);
      if (answer) end('answered with 200', answer);
      else if (answer === undefined || read.length > longestRequest) end('no request');
    });
  },
  present: () => ({}),
};

/** Null while the head of the request is not whole; undefined where it is neither SIP nor HTTP. */
function answerTo(read: Buffer): Buffer | null | undefined {
  // RFC 3261 §7.5: line ends before the start line are ignored.
  const text = read.toString('latin1').replace(/^(\r\n)+/, '');
  const end = text.indexOf('\r\n\r\n');
  if (end < 0) return null;
  if (/^[A-Z]+ \S+ HTTP\/1\.[01]\r\n/.test(text)) {
    return Buffer.from('HTTP/1.1 200 OK\r\nContent-Length: 0\r\nConnection: close\r\n\r\n');
  }
  try {
    const request = parseHead(Buffer.from(text.slice(0, end), 'latin1'));
    return request.method === null ? undefined : writeSip(responseTo(request, 200, 'OK', { toTag: 'script' }));
  } catch (error) {
    if (error instanceof SipSyntaxError) return undefined;
    throw error;
  }
}
