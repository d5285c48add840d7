/** The order of the messages: as the protocol has it, and as documents tell it. */
import { comparedWith, messagesInOrder } from '../../../harness/judge/tls/handshake-order.ts';
import { defineRequirements } from '../../../harness/requirement.ts';
import { gatewayDocument, phoneDocument } from '../documents.ts';

export const { requirements } = defineRequirements({
  'TLSX-37': {
    level: 'MUST',
    clause: 'RFC 5246 §7.3, §7.4',
    sentence: 'Send the messages of a TLS 1.2 handshake in their order.',
    risk: 'servers break the handshake off, or take part in one that proves nothing',
    gain: 'interoperability',
    judge: messagesInOrder,
  },
  'TLSX-38': {
    level: 'MUST',
    clause: 'RFC 8446 §2, §5, §6.2',
    sentence: 'Send the messages of a TLS 1.3 handshake in their order.',
    risk: 'servers break the handshake off, or take part in one that proves nothing',
    gain: 'interoperability',
    judge: messagesInOrder,
  },
  'TLSX-39': {
    level: 'policy',
    clause: 'fifteen steps of a document (policy); RFC 5246 §7.3',
    sentence:
      'Follow the fifteen steps by which a document of gateways tells the handshake, where the protocol allows it.',
    risk: 'who looks for a fault by the document looks for messages that do not exist',
    gain: 'interoperability',
    judge: comparedWith(gatewayDocument),
  },
  'TLSX-46': {
    level: 'policy',
    clause: 'four steps of a document (policy); RFC 5246 §7.3',
    sentence: 'Follow the four steps by which a document of phones tells the handshake, where the protocol allows it.',
    risk: 'who looks for a fault by the document looks for messages that do not exist',
    gain: 'interoperability',
    judge: comparedWith(phoneDocument),
  },
});
