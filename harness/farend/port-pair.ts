/** Two neighbouring UDP ports of the far end: an even one for RTP, the next one for RTCP (RFC 3550 §11). */
import type { Socket } from 'node:dgram';
import { LabError } from '../errors.ts';
import { bindDatagrams } from '../tap/listening.ts';

export interface PortPair {
  media: Socket;
  control: Socket;
}

const attempts = 50;

/** Throws LabError when no pair can be had. */
export async function openPortPair(host: string): Promise<PortPair> {
  for (let attempt = 0; attempt < attempts; attempt++) {
    const media = await bindDatagrams({ host, port: 0 }).catch((error: unknown) => fail(host, error as Error));
    const { port } = media.address();
    const control = port % 2 === 0 ? await bindDatagrams({ host, port: port + 1 }).catch(() => null) : null;
    if (control) return { media, control };
    media.close();
  }
  return fail(host, new Error('no two neighbouring ports are free'));
}

function fail(host: string, cause: Error): never {
  const message = `the far end cannot receive media on ${host}: ${cause.message}`;
  throw new LabError('FAR_END_MEDIA', message, { cause, hint: 'is it an address of this machine?' });
}
