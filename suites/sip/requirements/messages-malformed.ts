/** What is no SIP by the grammar (RFC 4475 §3.1.2); what may be read liberally may be so here. */
import { answers, declines, drops, refuses, refusesWith } from '../../../harness/judge/sip/torture/answer.ts';
import { closes, waitsForBody } from '../../../harness/judge/sip/torture/stream.ts';
import { defineRequirements, type Judge } from '../../../harness/requirement.ts';

const row = (section: string, sentence: string, judge: Judge = refuses) => ({
  level: 'SHOULD' as const,
  clause: `RFC 4475 ${section}`,
  sentence,
  risk: 'one message from the server, or through it, takes the phone out of service',
  gain: 'robustness' as const,
  judge,
});

export const { requirements } = defineRequirements({
  'TORT-14': row('§3.1.2.1', 'Refuse a request with separators that part nothing, and go on.'),
  'TORT-15': {
    level: 'MUST',
    clause: 'RFC 3261 §18.3; RFC 4475 §3.1.2.2',
    sentence: 'Wait for as much of a body as Content-Length says, and take nothing in it for a message.',
    risk: 'whoever writes the body of a message writes messages of the server',
    gain: 'help',
    judge: waitsForBody,
  },
  'TORT-16': row('§3.1.2.3', 'Close the connection at a negative Content-Length.', closes),
  'TORT-17': row('§3.1.2.4', 'Refuse a request whose numbers are out of their ranges, and go on.', declines),
  'TORT-18': row('§3.1.2.5', 'Drop a response whose numbers are out of their ranges, and go on.', drops),
  'TORT-19': row('§3.1.2.6', 'Go on after a request with a quote that does not end.', answers),
  'TORT-20': row('§3.1.2.7', 'Go on after a request with <> around its Request-URI.', answers),
  'TORT-21': row('§3.1.2.8', 'Go on after a request with a space in its Request-URI.', answers),
  'TORT-22': row('§3.1.2.9', 'Go on after a request with too many spaces in its first line.', answers),
  'TORT-23': row('§3.1.2.10', 'Go on after a request with spaces behind its version.', answers),
  'TORT-24': row('§3.1.2.11', 'Go on after a request with header fields in its Request-URI.', answers),
  'TORT-25': row('§3.1.2.12', 'Go on after a request with a Date that is not in GMT.', answers),
  'TORT-26': row('§3.1.2.13', 'Go on after a request whose Contact should have <> and has none.', answers),
  'TORT-27': row('§3.1.2.14', 'Go on after a request with spaces inside of <>.', answers),
  'TORT-28': row('§3.1.2.15', 'Go on after a request with a display name that should have quotes.', answers),
  'TORT-29': row('§3.1.2.16', 'Refuse a request of another version of SIP with 505, and go on.', refusesWith(505)),
  'TORT-30': row('§3.1.2.17', 'Refuse a request whose CSeq names another method, and go on.'),
  'TORT-31': row(
    '§3.1.2.18',
    'Refuse an unknown method whose CSeq names another one, and go on.',
    refusesWith(400, 405, 501),
  ),
  'TORT-32': row('§3.1.2.19', 'Drop a response with a status code above 699, and go on.', drops),
});
