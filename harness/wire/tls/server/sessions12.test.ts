/** The store of sessions: what is asked for is found, under what was given out, and no more than a handful is kept. */
import { expect, test } from '@playwright/test';
import fc from 'fast-check';
import type { ClientHello } from '../messages/client-hello.ts';
import { extensionNumbers } from '../registries/extensions.ts';
import { type Session12, Sessions12 } from './sessions12.ts';

const hello = (partial: Partial<ClientHello>): ClientHello => ({
  ...{ legacyVersion: 0x0303, random: Buffer.alloc(32), sessionId: Buffer.alloc(0), suites: [0xc02f] },
  ...{ compression: [0], extensions: [], format: 'tls' },
  ...partial,
});
const withTicket = (data: Buffer): Partial<ClientHello> => ({
  extensions: [{ type: extensionNumbers.session_ticket, data }],
});
const session = (first: number): Session12 => ({
  ...{ suite: 0xc02f, master: Buffer.alloc(48, first), extended: true },
  client: { chain: null, proof: null },
});

test('by ticket to who takes tickets, by session id to others', () => {
  const sessions = new Sessions12();
  const [id, ticket] = [sessions.handleFor(hello({})), sessions.handleFor(hello(withTicket(Buffer.alloc(0))))];
  sessions.keep(id, session(1));
  sessions.keep(ticket, session(2));
  expect([id.kind, ticket.kind]).toEqual(['id', 'ticket']);
  expect(sessions.askedFor(hello({ sessionId: id.value }))).toEqual(session(1));
  expect(sessions.askedFor(hello({ sessionId: Buffer.alloc(32, 9), ...withTicket(ticket.value) }))).toEqual(session(2));
});

test('not for who asks for none, for an unknown one, or without its suite', () => {
  const sessions = new Sessions12();
  const { value } = sessions.handleFor(hello({}));
  sessions.keep({ kind: 'id', value }, session(1));
  expect(sessions.askedFor(hello({ sessionId: value, suites: [0x1301] }))).toBeNull();
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 32 }), fc.uint8Array({ maxLength: 64 }), (id, ticket) => {
      expect(sessions.askedFor(hello({ sessionId: Buffer.from(id), ...withTicket(Buffer.from(ticket)) }))).toBeNull();
    }),
  );
});

test('the oldest is forgotten', () => {
  const sessions = new Sessions12();
  const handles = Array.from({ length: 100 }, () => sessions.handleFor(hello({})));
  for (const [index, handle] of handles.entries()) sessions.keep(handle, session(index));
  const known = handles.filter(({ value }) => sessions.askedFor(hello({ sessionId: value })) !== null);
  expect(known).toEqual(handles.slice(-8));
});
