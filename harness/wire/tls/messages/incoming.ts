/** What comes over a connection, piece by piece, to whoever speaks TLS on it. */
import type { Socket } from 'node:net';
import { RecordStream, type Piece } from './records.ts';

export interface Listener {
  piece: (piece: Piece) => void;
  /** What `piece` has thrown. */
  failed: (error: unknown) => void;
  /** The peer has sent its last. */
  ended: () => void;
}

export function readPieces(socket: Socket, { piece: take, failed, ended }: Listener): void {
  const records = new RecordStream();
  // Without it a second small message waits for the acknowledgement of the first, 40 ms on Linux.
  socket.setNoDelay(true);
  socket.on('data', (chunk: Buffer) => {
    for (const piece of records.push(chunk)) {
      try {
        take(piece);
      } catch (error) {
        failed(error);
      }
    }
  });
  socket.on('end', ended);
}
