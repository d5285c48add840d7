import { createSocket } from 'node:dgram';
import { once } from 'node:events';
import { expect, test } from '@playwright/test';
import type { FlawName } from '../flaws.ts';
import { SrtpReceiver } from '../media/srtp.ts';
import type { Settings } from '../settings/settings.ts';
import { one, type SipMessage } from './raw-sip-server.ts';
import { arrange, cm80, contactOf, cryptoOf, key, keyIn, portIn, sdp } from './test-arrangement.ts';

const invite = async (
  mode: Settings['srtp']['sdpSrtpOffer'],
  offer: (port: number) => string,
  flaws: FlawName[] = [],
  automatic = true,
) => {
  const audio = { answerAutomatically: automatic };
  const all = await arrange({ srtp: { sdpSrtpOffer: mode }, audio }, flaws);
  expect(await all.agent.register()).toEqual({ outcome: 'accepted' });
  const contact = contactOf(all.server.messages[1] as SipMessage);
  const dialog = { to: '<sip:alice@sip.test>', callId: 'incoming-1', cseq: 1 };
  const body = offer(all.media.address().port);
  all.server.request('INVITE', contact, dialog, body);
  const final = async (): Promise<SipMessage> => {
    const response = await all.server.expect(/^SIP\/2\.0 [2-6]/);
    all.server.request('ACK', contact, { ...dialog, to: one(response, 'to') });
    return response;
  };
  const bye = (response: SipMessage): void =>
    all.server.request('BYE', contact, { ...dialog, to: one(response, 'to'), cseq: 2 });
  return { ...all, contact, dialog, final, bye };
};

test('Standard answers RTP/SAVP with the same tag and suite and a key of its own, and BYE closes the port', async () => {
  const ours = key();
  const { agent, server, media, packets, final, bye, close } = await invite('Standard', (port) =>
    sdp(port, 'RTP/SAVP', [cryptoOf(5, ours), cryptoOf(6, key())]),
  );
  const response = await final();
  expect(response.start).toBe('SIP/2.0 200 OK');
  expect(response.body.match(/a=crypto:[^\r]*/g)).toEqual([
    expect.stringMatching(/^a=crypto:5 AES_CM_128_HMAC_SHA1_80 /),
  ]);
  expect(response.body).toContain('RTP/SAVP 0\r\n');
  expect(keyIn(response.body)).toHaveLength(30);
  expect(keyIn(response.body)).not.toEqual(ours);
  await once(media, 'message');
  expect(new SrtpReceiver(cm80, keyIn(response.body)).unprotect(packets[0] ?? Buffer.alloc(0)).outcome).toBe(
    'accepted',
  );
  bye(response);
  await server.expect(/^SIP\/2\.0 200/, server.messages.indexOf(response) + 1);
  expect(agent.calls()).toMatchObject([{ direction: 'incoming', state: 'ended', secured: true, code: null }]);
  const again = createSocket('udp4').bind(portIn(response.body), '127.0.0.1');
  await once(again, 'listening');
  again.close();
  await close();
});

const rows: [Settings['srtp']['sdpSrtpOffer'], string, boolean, string, FlawName?][] = [
  ['Standard', 'RTP/AVP', false, '488'],
  ['Standard', 'RTP/AVP', false, '200 RTP/AVP', 'answers-plain-in-mandatory'],
  ['Standard', 'RTP/AVP', true, '200 RTP/AVP crypto'],
  ['Optional', 'RTP/AVP', false, '200 RTP/AVP'],
  ['Optional', 'RTP/AVP', false, '488', 'refuses-optional'],
  ['Optional', 'RTP/SAVP', true, '200 RTP/SAVP crypto'],
  ['Disabled', 'RTP/SAVP', true, '488'],
  ['Disabled', 'RTP/SAVP', true, '200 RTP/AVP', 'answers-secure-in-disabled'],
  ['Disabled', 'RTP/AVP', true, '200 RTP/AVP'],
];
for (const [mode, profile, crypto, expected, flaw] of rows)
  test(`${mode}, offered ${profile}${crypto ? ' with crypto' : ''}${flaw ? `, flaw ${flaw}` : ''}: ${expected}`, async () => {
    const offer = (port: number): string => sdp(port, profile, crypto ? [cryptoOf(1, key())] : []);
    const { agent, final, close } = await invite(mode, offer, flaw ? [flaw] : []);
    const { start, body, headers } = await final();
    const answered = [/RTP\/S?AVP/.exec(body)?.[0], body.includes('a=crypto') ? 'crypto' : undefined];
    expect([start.split(' ')[1], ...answered].filter(Boolean).join(' ')).toBe(expected);
    expect(headers.warning !== undefined).toBe(expected === '488');
    expect(agent.calls()).toMatchObject([{ code: expected === '488' ? 488 : null }]);
    await close();
  });

test('rings until it is answered where it is not answered automatically', async () => {
  const { agent, server, final, close } = await invite('Optional', (port) => sdp(port, 'RTP/AVP'), [], false);
  await server.expect(/^SIP\/2\.0 180/);
  expect(agent.calls()).toMatchObject([{ state: 'ringing', secured: false }]);
  await agent.answer();
  expect((await final()).start).toBe('SIP/2.0 200 OK');
  await expect(agent.answer()).rejects.toThrow('no call is ringing');
  await close();
});

test('CANCEL ends a ringing call', async () => {
  const { agent, server, contact, dialog, final, close } = await invite(
    'Optional',
    (port) => sdp(port, 'RTP/AVP'),
    [],
    false,
  );
  await server.expect(/^SIP\/2\.0 180/);
  server.request('CANCEL', contact, dialog);
  await server.expect(/^SIP\/2\.0 487/);
  await final();
  expect(agent.calls()).toMatchObject([{ state: 'ended', code: 487 }]);
  await close();
});

test('a re-INVITE against the policy is refused with 488 and changes nothing', async () => {
  const ours = key();
  const { agent, server, media, contact, dialog, final, close } = await invite('Standard', (port) =>
    sdp(port, 'RTP/SAVP', [cryptoOf(1, ours)]),
  );
  const response = await final();
  const seen = server.messages.length;
  const again = { ...dialog, to: one(response, 'to'), cseq: 2 };
  server.request('INVITE', contact, again, sdp(media.address().port, 'RTP/AVP'));
  expect((await server.expect(/^SIP\/2\.0 [2-6]/, seen)).start).toMatch(/^SIP\/2\.0 488/);
  server.request('ACK', contact, again);
  expect(agent.calls()).toMatchObject([{ state: 'established', secured: true }]);
  const third = server.messages.length;
  const hold = { ...again, cseq: 3 };
  const body = `${sdp(media.address().port, 'RTP/SAVP', [cryptoOf(1, ours)])}a=sendonly\r\n`;
  server.request('INVITE', contact, hold, body);
  const held = await server.expect(/^SIP\/2\.0 [2-6]/, third);
  server.request('ACK', contact, hold);
  expect(held.start).toBe('SIP/2.0 200 OK');
  expect(held.body).toContain('a=recvonly');
  expect(keyIn(held.body)).toEqual(keyIn(response.body));
  await close();
});

test('an INVITE without a description is answered with an offer, and the ACK brings the answer', async () => {
  const { agent, server, contact, dialog, media, close } = await invite('Standard', () => '');
  const response = await server.expect(/^SIP\/2\.0 200/, 2);
  expect(response.body).toMatch(/RTP\/SAVP 0 8 101\r\na=crypto:1/);
  const answer = sdp(media.address().port, 'RTP/SAVP', [cryptoOf(1, key())]);
  server.request('ACK', contact, { ...dialog, to: one(response, 'to') }, answer);
  await once(media, 'message');
  expect(agent.calls()).toMatchObject([{ state: 'established', secured: true }]);
  await close();
});

test('two calls at once, ended by their ids', async () => {
  const { agent, server, contact, media, final, close } = await invite('Optional', (port) => sdp(port, 'RTP/AVP'));
  await final();
  const second = { to: '<sip:alice@sip.test>', callId: 'incoming-2', cseq: 1 };
  const seen = server.messages.length;
  server.request('INVITE', contact, second, sdp(media.address().port, 'RTP/AVP'));
  const response = await server.expect(/^SIP\/2\.0 200/, seen);
  server.request('ACK', contact, { ...second, to: one(response, 'to') });
  expect(agent.calls().map(({ state }) => state)).toEqual(['established', 'established']);
  await agent.hangup('incoming-1');
  expect(agent.calls().map(({ state }) => state)).toEqual(['ended', 'established']);
  await close();
});
