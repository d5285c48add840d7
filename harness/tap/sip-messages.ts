/** The SIP messages of recorded connections as they went over the wire, secrets and all: never for evidence. */
import { SipFramer } from '../wire/sip/framer.ts';
import type { SipMessage } from '../wire/sip/message.ts';
import { Conversation } from '../wire/tls/conversation.ts';
import type { RecordedConnection } from './tap.ts';

export interface SeenMessage {
  from: 'device' | 'lab';
  message: SipMessage;
}

/** In order for each side of each connection; what the key log has no secrets for is left out. */
export function sipMessages(connections: readonly RecordedConnection[], keyLog: string): SeenMessage[] {
  return connections.flatMap(({ chunks }) => {
    const conversation = new Conversation(keyLog);
    const framers = { device: new SipFramer(), lab: new SipFramer() };
    return chunks.flatMap(({ from, bytes }) =>
      conversation
        .push(from === 'device' ? 'client' : 'server', bytes)
        .flatMap((event) => (event.kind === 'application' ? framers[from].push(event.data) : []))
        .map((message) => ({ from, message })),
    );
  });
}
