/** What the registrar asks, and that it leaves no call behind. */
import { expect, test } from '@playwright/test';
import { SipFramer } from '../../wire/sip/framer.ts';
import { header, parseSip, request, responseTo, type SipMessage } from '../../wire/sip/message.ts';
import { Questioner, type Questions } from './questions.ts';

const register = (contact: string, ...fields: [string, string][]): SipMessage =>
  request('REGISTER', 'sip:lab.test', [['Contact', contact], ...fields]);
const contact = '<sip:dut@192.0.2.1:5061;transport=tls>';

const messagesIn = (bytes: Buffer | null): SipMessage[] => [...new SipFramer().push(bytes ?? Buffer.alloc(0))];

function ask(questions: Questions): { questioner: Questioner; asked: SipMessage[] } {
  const questioner = new Questioner(questions, 'lab.test');
  return { questioner, asked: messagesIn(questioner.after(register(contact), 200)) };
}

test('asks at the address that was registered, once', () => {
  const { questioner, asked } = ask('three-options');
  expect(asked.map(({ startLine }) => startLine)).toEqual(
    Array.from({ length: 3 }, () => 'OPTIONS sip:dut@192.0.2.1:5061;transport=tls SIP/2.0'),
  );
  expect(new Set(asked.map((one) => header(one, 'Call-ID'))).size).toBe(3);
  expect(questioner.after(register(contact), 200)).toBe(null);
});

test('asks nobody who is challenged, refused, or takes a registration back', () => {
  const questioner = new Questioner('options', 'lab.test');
  expect(questioner.after(register(contact), 401)).toBe(null);
  expect(questioner.after(register(`${contact};expires=0`), 200)).toBe(null);
  expect(questioner.after(register(contact, ['Expires', '0']), 200)).toBe(null);
  expect(questioner.after(register('*', ['Expires', '0']), 200)).toBe(null);
  expect(questioner.after(request('OPTIONS', 'sip:lab.test', [['Contact', contact]]), 200)).toBe(null);
  expect(questioner.after(register(contact), 200)).not.toBe(null);
});

test.describe('a call', () => {
  const called = (): { questioner: Questioner; invite: SipMessage } => {
    const { questioner, asked } = ask('invite');
    return { questioner, invite: parseSip(Buffer.from(questionBytes(asked[0]!))) };
  };
  const answer = (invite: SipMessage, status: number): SipMessage =>
    responseTo(invite, status, 'x', { toTag: 'device', headers: [['Contact', '<sip:there@192.0.2.1>']] });
  const lines = (bytes: Buffer | null): string[] => messagesIn(bytes).map(({ startLine }) => startLine);

  test('is cancelled while it rings, in its own transaction, and its end acknowledged', () => {
    const { questioner, invite } = called();
    expect(questioner.reply(answer(invite, 100))).toBe(null);
    const [cancel] = messagesIn(questioner.reply(answer(invite, 180)));
    expect(cancel?.startLine).toBe(`CANCEL ${invite.uri ?? ''} SIP/2.0`);
    expect(header(cancel!, 'Via')).toBe(header(invite, 'Via'));
    expect(lines(questioner.reply(answer(invite, 487)))).toEqual([`ACK ${invite.uri ?? ''} SIP/2.0`]);
    expect(questioner.reply(answer(invite, 487))).toBe(null);
  });

  test('is ended as soon as it is taken', () => {
    const { questioner, invite } = called();
    const [ack, bye] = messagesIn(questioner.reply(answer(invite, 200)));
    expect(ack?.startLine).toBe('ACK sip:there@192.0.2.1 SIP/2.0');
    expect(bye?.startLine).toBe('BYE sip:there@192.0.2.1 SIP/2.0');
    expect([header(ack!, 'CSeq'), header(bye!, 'CSeq')]).toEqual(['1 ACK', '2 BYE']);
    expect(header(bye!, 'To')).toMatch(/;tag=device$/);
  });
});

const questionBytes = ({ startLine, headers, body }: SipMessage): string =>
  `${startLine}\r\n${headers.map(({ name, value }) => `${name}: ${value}\r\n`).join('')}\r\n${body.toString()}`;
