/**
 * Recorded connections as a capture that Wireshark opens decrypted. Bytes and times are those recorded; the TCP around
 * them (handshake, segments, acknowledgements) is made up, as a proxy does not see it.
 */
import type { Address } from '../lab/lab.ts';
import { linesFor } from '../wire/tls/protection/key-log.ts';
import { Conversation } from '../wire/tls/conversation.ts';
import { type Endpoint, tcpFlags, tcpPacket, udpPacket } from './ip-packet.ts';
import { decryptionSecrets, enhancedPacket, interfaceDescription, sectionHeader } from './pcapng-blocks.ts';
import { RecordFrames } from './record-frames.ts';
import type { RecordedConnection, WriteCapture } from './tap.ts';

const longestSegment = 1460;

interface Packet {
  at: number;
  bytes: Buffer;
}

/** Secrets of other connections in `keyLog` are left out, so that captures of a long run stay small. */
export const writeCapture: WriteCapture = (connections, datagrams, keyLog, addresses) => {
  const endpoint = endpoints();
  const packets: Packet[] = datagrams.map(({ at, from, to, bytes }) => ({
    at,
    bytes: udpPacket(endpoint(from), endpoint(to), bytes),
  }));
  for (const connection of connections) {
    packets.push(...tcpPackets(connection, endpoint(connection.device), endpoint(addresses[connection.front])));
  }
  packets.sort((a, b) => a.at - b.at);
  const secrets = connections.flatMap((connection) =>
    randomsOf(connection).flatMap((random) => linesFor(keyLog, random)),
  );
  return Buffer.concat([
    sectionHeader(),
    interfaceDescription(),
    ...(secrets.length > 0 ? [decryptionSecrets(`${secrets.join('\n')}\n`)] : []),
    ...packets.map(({ at, bytes }) => enhancedPacket(sinceEpoch(at), bytes)),
  ]);
};

/** Nanoseconds, from milliseconds of performance.now(): in two parts, as a double cannot hold the sum. */
const sinceEpoch = (at: number): bigint =>
  BigInt(Math.round(performance.timeOrigin * 1000)) * 1000n + BigInt(Math.round(at * 1e6));

function tcpPackets(connection: RecordedConnection, device: Endpoint, lab: Endpoint): Packet[] {
  const packets: Packet[] = [];
  const sides = {
    device: { from: device, to: lab, next: 1000, frames: new RecordFrames() },
    lab: { from: lab, to: device, next: 2000, frames: new RecordFrames() },
  };
  const send = (at: number, side: 'device' | 'lab', flags: number, payload: Buffer = Buffer.alloc(0)): void => {
    const [own, other] = side === 'device' ? [sides.device, sides.lab] : [sides.lab, sides.device];
    const acknowledgement = flags & tcpFlags.ack ? other.next : 0;
    packets.push({
      at,
      bytes: tcpPacket({ from: own.from, to: own.to, sequence: own.next, acknowledgement, flags, payload }),
    });
    own.next += payload.length + (flags & (tcpFlags.syn | tcpFlags.fin) ? 1 : 0);
  };
  const { syn, ack, psh, fin, rst } = tcpFlags;
  send(connection.openedAt, 'device', syn);
  send(connection.openedAt, 'lab', syn | ack);
  send(connection.openedAt, 'device', ack);
  for (const { at, from, bytes } of connection.chunks) {
    const other = from === 'device' ? 'lab' : 'device';
    for (const frame of sides[from].frames.push(bytes)) {
      for (let start = 0; start < frame.length; start += longestSegment) {
        send(at, from, psh | ack, frame.subarray(start, start + longestSegment));
        send(at, other, ack);
      }
    }
  }
  const { by, how, at } = connection.closed;
  if (by === 'open' || at === null) return packets;
  // Bytes of the other side may have come after the first FIN: a half-closed connection still carries data.
  const end = Math.max(at, connection.chunks.at(-1)?.at ?? at);
  if (how === 'rst') send(end, by, rst | ack);
  else {
    const other = by === 'device' ? 'lab' : 'device';
    send(end, by, fin | ack);
    send(end, other, fin | ack);
    send(end, by, ack);
  }
  return packets;
}

/** The client randoms by which a key log names this connection. */
function randomsOf(connection: RecordedConnection): Buffer[] {
  const conversation = new Conversation('');
  for (const { from, bytes } of connection.chunks) {
    if (from === 'lab') continue;
    for (const event of conversation.push('client', bytes)) {
      if (event.kind === 'handshake' && event.content.type === 'client_hello') return [event.content.hello.random];
    }
  }
  return [];
}

/** IPv4 as it is; any other address gets one of the documentation network 192.0.2.0/24 (RFC 5737), the same each time. */
function endpoints(): (address: Address) => Endpoint {
  const others = new Map<string, Buffer>();
  return ({ host, port }) => {
    const octets = host
      .replace(/^::ffff:/i, '')
      .split('.')
      .map(Number);
    const isIpv4 = octets.length === 4 && octets.every((octet) => Number.isInteger(octet) && octet >= 0 && octet < 256);
    if (isIpv4) return { ip: Buffer.from(octets), port };
    const ip = others.get(host) ?? Buffer.from([192, 0, 2, 1 + (others.size % 254)]);
    others.set(host, ip);
    return { ip, port };
  };
}
