/** How often a registrar wants to hear of a flow (RFC 5626 §4.4). */
import type { Flaws } from '../flaws.ts';

export interface KeepAlivePlan {
  seconds: number;
  /** Whether the server is known to answer pings. */
  needsPong: boolean;
}

/**
 * RFC 5626 §4.4: the interval is the server's, where it names one; a server that knows outbound answers pings.
 * @param usual seconds, where the server names none. @returns null: no pings at all.
 */
export function keepAlivePlan(
  accepted: { getHeader(name: string): string | undefined },
  usual: number,
  flaws: Flaws,
): KeepAlivePlan | null {
  if (flaws.has('sends-no-keep-alive')) return null;
  const flowTimer = Number(accepted.getHeader('flow-timer') ?? NaN);
  const isAsked = flowTimer >= 1 && !flaws.has('ignores-flow-timer');
  const knowsOutbound = flowTimer >= 1 || /\boutbound\b/i.test(accepted.getHeader('require') ?? '');
  return { seconds: isAsked ? flowTimer : usual, needsPong: knowsOutbound && !flaws.has('ignores-missing-pong') };
}
