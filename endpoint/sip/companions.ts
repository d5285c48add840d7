/** What goes along with the audio of a stream, as SDP says it: telephone events, comfort noise, and where its RTCP goes. */
import { COMFORT_NOISE } from '../media/speech.ts';

export interface Companions {
  /** Payload type of telephone events (RFC 4733 §2.4.1); null: none are taken. */
  eventType: number | null;
  comfortNoise: boolean;
  /** The port of RTCP; the one of RTP where both share it (RFC 5761 §5.1.1). */
  controlPort: number;
}

/** What is offered of this device's own accord. */
const EVENT_TYPE = 101;

/** @param section the lines of a media description. */
export function readCompanions(section: readonly string[], port: number, formats: readonly string[]): Companions {
  const mapped = section.map((line) => /^a=rtpmap:(\d{1,3}) telephone-event\/8000$/i.exec(line)?.[1]);
  const event = mapped.find((type) => type !== undefined && formats.includes(type));
  const named = section.map((line) => /^a=rtcp:(\d{1,5})( |$)/.exec(line)?.[1]).find((found) => found !== undefined);
  return {
    eventType: event === undefined ? null : Number(event),
    comfortNoise: formats.includes(String(COMFORT_NOISE)),
    // RFC 3605 §2.1; without that line the port above the one of RTP.
    controlPort: section.includes('a=rtcp-mux') ? port : Math.min(Number(named ?? port + 1), 65535),
  };
}

interface Written {
  payloadTypes: { type: number; name: string }[];
  /** Whole lines. */
  attributes: string[];
}

/** RFC 4733 §2.4.1: the sixteen keys of a telephone. */
const events = (type: number): Written => ({
  payloadTypes: [{ type, name: 'telephone-event' }],
  attributes: [`a=fmtp:${type} 0-15`],
});

export const offeredCompanions = (): Written => events(EVENT_TYPE);

/** RFC 3264 §6: no more than was offered, under the numbers of the offer. */
export function answeredCompanions({ eventType, comfortNoise, controlPort }: Companions, offeredPort: number): Written {
  const event = eventType === null ? { payloadTypes: [], attributes: [] } : events(eventType);
  return {
    payloadTypes: [...(comfortNoise ? [{ type: COMFORT_NOISE, name: 'CN' }] : []), ...event.payloadTypes],
    attributes: [...event.attributes, ...(controlPort === offeredPort ? ['a=rtcp-mux'] : [])],
  };
}
