/** What every parser has to take (RFC 4475 §3.1.1). */
import { drops, reads, readsAndDeclines } from '../../../harness/judge/sip/torture/answer.ts';
import { answersBoth } from '../../../harness/judge/sip/torture/stream.ts';
import { defineRequirements, type Judge } from '../../../harness/requirement.ts';

const row = (section: string, sentence: string, judge: Judge = reads) => ({
  level: 'MUST' as const,
  clause: `RFC 3261 §7, §25; RFC 4475 ${section}`,
  sentence,
  risk: 'calls from peers that write their messages in another way are lost',
  gain: 'interoperability' as const,
  judge,
});

export const { requirements } = defineRequirements({
  'TORT-01': row('§3.1.1.1', 'Read an INVITE that is folded, spaced and spelt in all ways that the grammar allows.'),
  'TORT-02': row(
    '§3.1.1.2',
    'Read every character that the grammar allows, and decline a method that nobody knows.',
    readsAndDeclines,
  ),
  'TORT-03': row('§3.1.1.3', 'Read escaped characters in URIs.'),
  'TORT-04': row(
    '§3.1.1.4',
    'Read escaped NULs in URIs, and decline the REGISTER that they stand in.',
    readsAndDeclines,
  ),
  'TORT-05': row('§3.1.1.5', 'Take no percent sign in a method for an escape.', readsAndDeclines),
  'TORT-06': row('§3.1.1.6', 'Read an address without a space behind its display name.'),
  'TORT-07': row('§3.1.1.7', 'Read long header fields, and many of them.'),
  'TORT-08': row('§3.1.1.8', 'Answer two requests that come in one piece, each once.', answersBoth),
  'TORT-09': row('§3.1.1.9', 'Read a semicolon in the user part of a URI.'),
  'TORT-10': row('§3.1.1.10', 'Read the Vias of transports that the device does not know.'),
  'TORT-11': row('§3.1.1.11', 'Count the octets of a body, whatever they are.'),
  'TORT-12': row('§3.1.1.12', 'Drop a response to nothing, whatever its reason phrase is.', drops),
  'TORT-13': row('§3.1.1.13', 'Drop a response to nothing that has no reason phrase.', drops),
});
