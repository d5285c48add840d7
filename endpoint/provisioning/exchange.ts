/** One request and its response over a stream that is used for nothing else. */
import type { Duplex } from 'node:stream';
import { readResponse, type Response } from './http-response.ts';

export class AnswerOverdue extends Error {}

/**
 * Closes the stream in any case. Rejects with AnswerOverdue, with the stream's error, or with Error for a bad answer.
 * @param byRecord for `takes-records-for-messages`.
 */
export function exchange(stream: Duplex, request: string, patienceMs: number, byRecord: boolean): Promise<Response> {
  let timer: NodeJS.Timeout | undefined;
  return new Promise<Response>((resolve, reject) => {
    let received = Buffer.alloc(0);
    timer = setTimeout(() => reject(new AnswerOverdue('the server did not answer in time')), patienceMs);
    const look = (ended: boolean): void => {
      try {
        const response = readResponse(received, ended);
        if (response) resolve(response);
      } catch (error) {
        reject(error instanceof Error ? error : new Error(String(error)));
      }
    };
    stream.on('data', (chunk: Buffer) => {
      received = Buffer.concat([received, chunk]);
      look(byRecord);
    });
    stream.on('error', (error) => {
      // A cut body is told from what has come; a connection that broke before any answer, by its error.
      if (received.length === 0) reject(error);
      else look(true);
    });
    stream.on('close', () => look(true));
    stream.on('end', () => look(true));
    stream.write(request);
  }).finally(() => {
    clearTimeout(timer);
    stream.destroy();
  });
}
