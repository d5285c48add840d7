/** What is well-formed and asks for something unusual (RFC 4475 §3.2 to §3.4, RFC 5118 §4). */
import {
  answers,
  declines,
  drops,
  reads,
  refuses,
  refusesOrDrops,
  refusesWith,
} from '../../../harness/judge/sip/torture/answer.ts';
import { closes } from '../../../harness/judge/sip/torture/stream.ts';
import { defineRequirements, type Judge } from '../../../harness/requirement.ts';

const row = (level: 'MUST' | 'SHOULD', clause: string, sentence: string, judge: Judge) => ({
  level,
  clause,
  sentence,
  risk: 'the device does something else than its peer asked for, or nothing more',
  gain: 'robustness' as const,
  judge,
});

/** A REGISTER that a registrar would have to think about. */
const registration = (section: string, what: string, judge: Judge = declines) =>
  row('SHOULD', `RFC 3261 §8.2.1; RFC 4475 ${section}`, `Decline a REGISTER ${what}, and go on.`, judge);

export const { requirements } = defineRequirements({
  'TORT-33': row('SHOULD', 'RFC 4475 §3.2.1', 'Go on after a request whose branch is the magic cookie alone.', answers),
  'TORT-34': row('SHOULD', 'RFC 4475 §3.3.1', 'Go on after a request without Call-ID, From and To.', refusesOrDrops),
  'TORT-35': row(
    'SHOULD',
    'RFC 3261 §8.2.2.1; RFC 4475 §3.3.2',
    'Refuse a request to a URI of an unknown scheme with 416.',
    refusesWith(416),
  ),
  'TORT-36': row(
    'SHOULD',
    'RFC 3261 §8.2.2.1; RFC 4475 §3.3.3',
    'Refuse a request to a URI of another scheme than sip and sips with 416 or 404.',
    refusesWith(416, 404),
  ),
  'TORT-37': registration('§3.3.4', 'with URIs of other schemes in To, From and Contact'),
  'TORT-38': row(
    'MUST',
    'RFC 3261 §8.2.2.3; RFC 4475 §3.3.5',
    'Refuse a request that requires an unknown extension with 420.',
    refusesWith(420),
  ),
  'TORT-39': row(
    'MUST',
    'RFC 3261 §8.2.3; RFC 4475 §3.3.6',
    'Refuse an INVITE with a body of an unknown type with 415.',
    refusesWith(415),
  ),
  'TORT-40': registration('§3.3.7', 'with credentials of an unknown scheme'),
  'TORT-41': row('SHOULD', 'RFC 4475 §3.3.8', 'Refuse a request that has two of what there may be one of.', refuses),
  'TORT-42': row('SHOULD', 'RFC 4475 §3.3.9', 'Close the connection at two Content-Lengths that differ.', closes),
  'TORT-43': row('SHOULD', 'RFC 4475 §3.3.10', 'Drop a response with a second Via, and send nothing to it.', drops),
  'TORT-44': row(
    'MUST',
    'RFC 3261 §8.1.1.6; RFC 4475 §3.3.11',
    'Answer a request whose Max-Forwards is 0: it has arrived.',
    reads,
  ),
  'TORT-45': registration('§3.3.12', 'with a parameter behind its Contact'),
  'TORT-46': registration('§3.3.13', 'with a parameter in the URI of its Contact'),
  'TORT-47': registration('§3.3.14', 'with a header field in the URI of its Contact'),
  'TORT-48': row(
    'SHOULD',
    'RFC 4475 §3.3.15',
    'Refuse an INVITE that accepts no description as answer.',
    refusesWith(406, 400, 415),
  ),
  'TORT-49': row('SHOULD', 'RFC 4475 §3.4.1', 'Answer an INVITE of RFC 2543.', answers),
  'TORT-50': row(
    'SHOULD',
    'RFC 5118 §4',
    'Answer requests with IPv6 addresses in all places, right or wrong.',
    answers,
  ),
});
