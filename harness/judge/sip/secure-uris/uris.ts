/** URIs in messages of the device, and by which scheme they are (RFC 3261 §19.1). */
import { addressUri, headerItems, type SipMessage } from '../../../wire/sip/message.ts';
import { isWithinDialog } from '../../../farend/dialog.ts';
import type { SeenMessage } from '../messages.ts';

/** Lower case; empty for what is no URI. */
export const schemeOf = (uri: string | null | undefined): string =>
  /^([a-z][a-z0-9+.-]*):/i.exec(uri ?? '')?.[1]?.toLowerCase() ?? '';

export const isSecure = (uri: string | null | undefined): boolean => schemeOf(uri) === 'sips';

/** URIs of the header fields of that name, in order. */
export const urisIn = (message: SipMessage, name: string): string[] => headerItems(message, name).map(addressUri);

/** Contacts by their schemes, for the reader: `Contact sips:`. */
export const toldContacts = (message: SipMessage): string =>
  `Contact ${
    urisIn(message, 'Contact')
      .map((uri) => `${schemeOf(uri)}:`)
      .join(', ') || 'missing'
  }`;

/** Whether the message has contacts, all of that scheme. */
export function hasContactsOf(message: SipMessage, scheme: 'sip' | 'sips'): boolean {
  const contacts = urisIn(message, 'Contact');
  return contacts.length > 0 && contacts.every((uri) => schemeOf(uri) === scheme);
}

/** Requests of the device that begin a call. */
export const callsOf = (messages: readonly SeenMessage[]): SeenMessage[] =>
  messages.filter(({ from, message }) => from === 'device' && message.method === 'INVITE' && !isWithinDialog(message));
