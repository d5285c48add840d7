/** Keys that an INFO tells of, as devices do that send them in SIP: `application/dtmf-relay` or `application/dtmf`. */
import { header, type SipMessage } from './message.ts';

export function pressedKeys(message: SipMessage): string[] {
  if (message.method !== 'INFO') return [];
  const type = (header(message, 'Content-Type') ?? '').split(';')[0]?.trim().toLowerCase();
  const text = message.body.toString('latin1').slice(0, 1000);
  if (type === 'application/dtmf-relay')
    return [...text.matchAll(/^Signal\s*=\s*([0-9*#A-D])/gim)].map(([, key]) => key!);
  return type === 'application/dtmf' ? [...(/^\s*([0-9*#A-D]+)\s*$/i.exec(text)?.[1] ?? '')] : [];
}
