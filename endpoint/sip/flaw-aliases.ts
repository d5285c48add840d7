/**
 * For `reuses-unverified-aliases`: connections of others by the host and port that they claim to be (RFC 5923 §5), whoever they
 * are. RFC 5923 §8.2, §9.2 wants them authenticated first.
 */
import type { Duplex } from 'node:stream';
import type { ServiceTarget, Surroundings } from '../contracts.ts';

const claimed = new WeakMap<object, Map<string, Duplex>>();

/** Remembers what the topmost Via of a request claims. */
export function rememberAlias({ trust }: Pick<Surroundings, 'trust'>, text: string, stream: Duplex): void {
  const [, sentBy] = /^(?:Via|v)[ \t]*:[ \t]*SIP\/2\.0\/TLS[ \t]+([^;\s]+)[^\r\n]*;alias\b/im.exec(text) ?? [];
  if (sentBy === undefined) return;
  const own = claimed.get(trust) ?? new Map<string, Duplex>();
  claimed.set(trust, own.set(sentBy.toLowerCase(), stream));
  stream.once('close', () => own.delete(sentBy.toLowerCase()));
}

export const aliasOf = ({ trust }: Pick<Surroundings, 'trust'>, { host, port }: ServiceTarget): Duplex | null =>
  claimed.get(trust)?.get(`${host.toLowerCase()}:${port}`) ?? null;
