/** What is behind the audio of a packet, by its size alone. */
import type { PacketFacts } from '../../evidence.ts';

const rtpHeader = 12;
/** G.711 comes in whole frames of 10 ms. */
const frameOctets = 80;

/** Octets of its tag and its MKI. */
export const octetsBehindFrames = ({ bytes }: Pick<PacketFacts, 'bytes'>): number => (bytes - rtpHeader) % frameOctets;
