/** How crypto lines are read, and which one of a description is used (RFC 4568 §4, §5.1, §6, §9). */
import type { CallScriptName } from '../../../harness/farend/call-scripts.ts';
import { defineCases, type RequirementId } from '../../../harness/requirement.ts';
import '../requirements/crypto-lines.ts';
import '../requirements/descriptions.ts';
import { callRow } from './call-row.ts';

const called = { direction: 'incoming', device: 'mandatory' } as const;
const calls = { direction: 'outgoing', device: 'mandatory' } as const;

/** The far end's offer has this for its only crypto line, and the device must not take it. */
const refused = <const Id extends RequirementId>(requirement: Id, what: string, script: CallScriptName) =>
  callRow(requirement, `is offered ${what}`, { ...called, script }, { outcome: 'refuse' });

const taken = <const Id extends RequirementId>(requirement: Id, what: string, script: CallScriptName) =>
  callRow(requirement, `is offered ${what}`, { ...called, script });

/** Taken, and what the far end sends under it is understood: the device sends it back. */
const heard = <const Id extends RequirementId>(requirement: Id, what: string, script: CallScriptName) =>
  callRow(requirement, `is offered ${what}`, { ...called, media: 'echo', probes: ['good'], script });

/** The answer to the device's own offer is wrong: the call ends. */
const answered = <const Id extends RequirementId>(requirement: Id, what: string, script: CallScriptName) =>
  callRow(requirement, `is answered with ${what}`, { ...calls, script }, { outcome: 'refuse' });

export const cases = defineCases({
  'SDES-09/TAG': answered('SDES-09', 'a crypto tag that it did not offer', 'crypto-other-tag'),
  'SDES-10/SUITE': answered('SDES-10', 'the tag of one suite and the name of another', 'crypto-other-suite'),
  'SDES-12/UNKNOWN': taken('SDES-12', 'an unknown suite and a good line behind it', 'crypto-unknown-then-good'),
  'SDES-12/EMPTY': taken('SDES-12', 'an empty crypto line and a good one behind it', 'crypto-empty-then-good'),
  'SDES-13/EMPTY': refused('SDES-13', 'an empty crypto line', 'crypto-empty'),
  'SDES-14/TAG': refused('SDES-14', 'a tag alone', 'crypto-tag-alone'),
  'SDES-15/NO-TAG': refused('SDES-15', 'a crypto line without a tag', 'crypto-without-tag'),
  'SDES-16/WORD': refused('SDES-16', 'the tag FOO', 'crypto-tag-word'),
  'SDES-17/LONG': refused('SDES-17', 'the tag 100000000000', 'crypto-tag-long'),
  'SDES-18/UNKNOWN': refused('SDES-18', 'an unknown suite', 'crypto-suite-unknown'),
  'SDES-18/MISSING': refused('SDES-18', 'a crypto line without a suite', 'crypto-suite-missing'),
  'SDES-19/MISSING': refused('SDES-19', 'a crypto line without a key', 'crypto-key-missing'),
  'SDES-20/EMPTY': refused('SDES-20', 'a key of no octets', 'crypto-key-empty'),
  'SDES-20/HALF': refused('SDES-20', 'half a key', 'crypto-key-half'),
  'SDES-20/LONG': refused('SDES-20', 'a key that is an octet too long', 'crypto-key-long'),
  'SDES-21/MISSING': refused('SDES-21', 'a key without inline', 'crypto-method-missing'),
  'SDES-21/OTHER': refused('SDES-21', 'a key by another method', 'crypto-method-other'),
  'SDES-22/SIGNS': refused('SDES-22', 'a key with signs that are no base64', 'crypto-base64-signs'),
  'SDES-22/URL': refused('SDES-22', 'a key in the base64 of URLs', 'crypto-base64-url'),
  'SDES-24/PADDED-46': heard('SDES-24', 'a padded key of 46 octets', 'crypto-padded-46'),
  'SDES-24/UNPADDED-46': heard('SDES-24-UNPADDED', 'a key of 46 octets without padding', 'crypto-unpadded-46'),
  'SDES-24/PADDED-44': heard('SDES-24', 'a padded key of 44 octets', 'crypto-padded-44'),
  'SDES-24/UNPADDED-44': heard('SDES-24-UNPADDED', 'a key of 44 octets without padding', 'crypto-unpadded-44'),
  'SDES-25/POWER': taken('SDES-25', 'the lifetime 2^20', 'crypto-lifetime-power'),
  'SDES-25/NUMBER': taken('SDES-25', 'the lifetime 1048576', 'crypto-lifetime-number'),
  'SDES-26/ZERO': refused('SDES-26', 'the lifetime 0', 'crypto-lifetime-zero'),
  'SDES-26/LONG': refused('SDES-26', 'the lifetime 2^49', 'crypto-lifetime-long'),
  'SDES-26/WORD': refused('SDES-26', 'a word for a lifetime', 'crypto-lifetime-word'),
  'SDES-27/MKI': heard('SDES-27', 'a key with an MKI', 'crypto-mki'),
  'SDES-28/EMPTY': refused('SDES-28', 'an MKI of no octets', 'crypto-mki-empty'),
  'SDES-28/LONG': refused('SDES-28', 'an MKI of 129 octets', 'crypto-mki-long'),
  'SDES-28/WORD': refused('SDES-28', 'a word for the length of an MKI', 'crypto-mki-word'),
  'SDES-29/UNKNOWN': refused('SDES-29', 'an unknown session parameter', 'crypto-parameter-unknown'),
  'SDES-30/OPTIONAL': taken('SDES-30', 'an unknown session parameter with a hyphen', 'crypto-parameter-optional'),
  'SDES-31/SRTP': refused('SDES-31', 'UNENCRYPTED_SRTP', 'crypto-unencrypted-srtp'),
  'SDES-32/SRTP': refused('SDES-32', 'UNAUTHENTICATED_SRTP', 'crypto-unauthenticated'),
  'SDES-33/SRTCP': refused('SDES-33', 'UNENCRYPTED_SRTCP', 'crypto-unencrypted-srtcp'),
  'SDES-34/INCOMING': refused('SDES-34', 'the NULL cipher alone', 'crypto-suite-null'),
  'SDES-34/OUTGOING': answered('SDES-34', 'the NULL cipher', 'crypto-suite-null'),
  'SDES-49/OWN': callRow('SDES-49', 'writes no crypto line at the session level', calls),
  'SDES-49/RECEIVED': refused('SDES-49', 'its crypto line at the session level', 'crypto-of-session'),
  'SDES-50/PORT-0': taken('SDES-50', 'a crypto line of a stream of port 0', 'refused-stream-with-crypto'),
  'SDES-51/F8': refused('SDES-51', 'F8_128_HMAC_SHA1_80 alone', 'crypto-suite-f8'),
  'SDES-52/SAVP': taken('SDES-52', 'SDES and DTLS-SRTP', 'crypto-and-fingerprint'),
  'OSRT-05/AVP': callRow('OSRT-05', 'is offered SDES and DTLS-SRTP as RTP/AVP', {
    direction: 'incoming',
    device: 'optional',
    script: 'crypto-and-fingerprint',
  }),
  'TORT-51/LINE': refused('TORT-51', 'a crypto line of 64 KiB', 'crypto-line-of-64-kib'),
  'TORT-51/LINES': refused('TORT-51', '500 crypto lines', 'crypto-lines-500'),
  'TORT-51/NUL': refused('TORT-51', 'a NUL within its crypto line', 'crypto-with-nul'),
  'TORT-51/SDP': taken('TORT-51', 'nearly 64 KiB of session description', 'sdp-of-64-kib'),
});
