/** The registrar of the harness over TCP without TLS (RFC 3261 §18), for devices that are told to do without. */
import type { Presentation } from '../presentation.ts';
import type { Peer } from './peer.ts';
import { PeerPort } from './port.ts';
import { cutting, type PeerService } from './secure-connection.ts';

const handshakeRecord = 0x16;

export async function startClearRegistrar(service: PeerService): Promise<Peer> {
  const program = 'clear-registrar';
  let presentation: Presentation = {};
  const port = await PeerPort.open(program, (stream) => {
    const say = (text: string): void => port.say(`TCP ${text}`);
    say('connected');
    stream.once('data', (first: Buffer) => {
      if (first[0] !== handshakeRecord) return;
      // A device that goes on with TLS shall not wait for what never comes.
      say('closed: it speaks TLS');
      stream.destroy();
    });
    service.serve({ stream, presentation, say, cut: cutting(stream) });
  });
  return {
    program,
    address: port.address,
    present: (presented) => {
      const state = service.present(presented);
      presentation = presented;
      return { leafSha256: null, ...state };
    },
    onKeyLog: (listener) => port.onKeyLog(listener),
    onLine: (listener) => port.onLine(listener),
    stop: () => port.stop(),
  };
}
