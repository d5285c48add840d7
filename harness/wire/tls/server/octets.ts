/** One octet at a time, each a TCP segment of its own: what lies between must get the chance to hand each of them on. */
import type { Socket } from 'node:net';

/** The socket must have its delay turned off. Stops where the connection ends. */
export function writeOctets(socket: Socket, bytes: Buffer): void {
  const next = (at: number): void => {
    if (at >= bytes.length || !socket.writable) return;
    socket.write(bytes.subarray(at, at + 1), () => setImmediate(next, at + 1));
  };
  next(0);
}
