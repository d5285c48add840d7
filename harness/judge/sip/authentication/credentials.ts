/** What a device showed of its password, as digest or otherwise (RFC 3261 §22), and whether it was right. */
import type { Attempt } from '../../../evidence.ts';
import { credentialFields, parseDigest } from '../../../wire/sip/digest-parameters.ts';
import { header, headers } from '../../../wire/sip/message.ts';
import { finalTo, type SeenMessage } from '../messages.ts';

export interface Shown {
  request: SeenMessage;
  /** Lower case: `digest`, `basic`. */
  scheme: string;
  /** Of a digest, by lower-case name; `response` is masked. */
  parameters: ReadonlyMap<string, string>;
  /** By the registrar's own word, or by its 200; null: it said neither. */
  right: boolean | null;
}

/** Credentials in requests of the device, in order; a request may have several. */
export function credentialsOf({ witness }: Attempt, messages: readonly SeenMessage[]): Shown[] {
  const words = witness.lines.flatMap((line) => {
    const [, found, cseq] = /\bcredentials (right|wrong) \(.*\) in CSeq (.*)$/.exec(line) ?? [];
    return found === undefined ? [] : [{ right: found === 'right', cseq }];
  });
  return messages
    .filter(({ from, message }) => from === 'device' && credentialFields(message).length > 0)
    .flatMap((request) => {
      // The registrar speaks of each of them in turn.
      const said = words.findIndex(({ cseq }) => cseq === header(request.message, 'CSeq'));
      const [word] = said < 0 ? [] : words.splice(said, 1);
      const isAccepted = finalTo(messages, request)?.message.status === 200;
      return credentialFields(request.message).map((value) => ({
        request,
        scheme: /^\s*(\S+)/.exec(value)?.[1]?.toLowerCase() ?? '',
        parameters: parseDigest(value) ?? new Map<string, string>(),
        right: word?.right ?? (isAccepted || null),
      }));
    });
}

export interface Challenge {
  message: SeenMessage;
  /** The digest challenges in it, in order. */
  digests: ReadonlyMap<string, string>[];
}

/** Responses of the lab that ask for the password. */
export const challengesOf = (messages: readonly SeenMessage[]): Challenge[] =>
  messages
    .filter(({ from, message: { status } }) => from === 'lab' && (status === 401 || status === 407))
    .map((message) => {
      const fields = ['WWW-Authenticate', 'Proxy-Authenticate'].flatMap((name) => headers(message.message, name));
      return { message, digests: fields.flatMap((field) => parseDigest(field) ?? []) };
    });
