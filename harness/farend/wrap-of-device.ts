/**
 * The wrap of the device's own sequence number, which nobody can set: a device that sends back packet for packet comes to it as
 * fast as it is sent to.
 */
import type { Conditions } from './conditions.ts';
import type { MediaPorts } from './media-ports.ts';
import type { OutgoingStream } from './stream.ts';

export interface WrapLimits {
  conditions: Conditions;
  /** How long an echo is waited for, ms. */
  window: number;
  unless: () => boolean;
}

/** One millisecond of silence, so that most of the work is in the packets. */
const shortSamples = 8;
/** As many as a receive buffer holds for sure. */
const underWay = 64;
/** RFC 3550 §5.1: from any first number the wrap is no further away. */
const furthest = 0x10000;

/** Resolves once it has wrapped, or the device does not keep up: then it never will. */
export async function wrapDevice(stream: OutgoingStream, ports: MediaPorts, limits: WrapLimits): Promise<void> {
  const { conditions, window, unless } = limits;
  const payload = Buffer.alloc(shortSamples, 0xff);
  const wrapped = (): boolean => (ports.fromDevice().wraps ?? 0) > 0;
  const before = ports.received;
  for (let sent = 0; sent < furthest && !wrapped() && !unless(); sent += underWay) {
    const due = before + sent + underWay / 2;
    for (let packet = 0; packet < underWay; packet++) stream.sendPayload(payload);
    if (!(await conditions.until(() => ports.received >= due || unless(), window))) return;
  }
  // The last ones are still under way.
  await conditions.until(() => wrapped() || unless(), window);
}
