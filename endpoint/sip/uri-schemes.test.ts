/** sips: as caller and callee: what goes over the wire, seen by a server that shares nothing with the device. */
import { expect, test } from '@playwright/test';
import type { FlawName } from '../flaws.ts';
import type { UriScheme } from './uri-schemes.ts';
import { one, type SipMessage } from './raw-sip-server.ts';
import { arrange, sdp } from './test-arrangement.ts';

const registered = async (scheme: UriScheme, flaws: FlawName[] = []) => {
  const all = await arrange({ sip: { scheme } }, flaws);
  expect(await all.agent.register()).toMatchObject({ outcome: 'accepted' });
  const register = all.server.messages.findLast(({ start }) => start.startsWith('REGISTER'))!;
  return { ...all, register, contact: uriIn(one(register, 'contact')) };
};

const uriIn = (value: string): string => /<([^>]*)>/.exec(value)?.[1] ?? '';
const schemeIn = (message: SipMessage, field: string): string => uriIn(one(message, field)).split(':')[0] ?? '';

test.describe('the account', () => {
  const rows: [UriScheme, FlawName[], string][] = [
    ['sip', [], 'sip to sip from sip'],
    ['sips', [], 'sips to sips from sips'],
    ['sip', ['registers-contact-of-other-scheme'], 'sips to sip from sip'],
    ['sips', ['registers-contact-of-other-scheme'], 'sip to sips from sips'],
  ];
  for (const [scheme, flaws, expected] of rows)
    test(`of ${scheme}:${flaws.map((flaw) => ` with ${flaw}`).join('')} registers ${expected}`, async () => {
      const { register, close } = await registered(scheme, flaws);
      expect(register.start).toBe(`REGISTER ${scheme}:sip.test SIP/2.0`);
      const [contact, to, from] = ['contact', 'to', 'from'].map((field) => schemeIn(register, field));
      expect(`${contact} to ${to} from ${from}`).toBe(expected);
      expect(one(register, 'contact')).not.toContain('transport=');
      await close();
    });

  test('with registers-both-schemes names its Contact twice, with writes-transport-tls the transport', async () => {
    const { register, close } = await registered('sip', ['registers-both-schemes', 'writes-transport-tls']);
    const [, user] = /<sip:([^;>]+);transport=tls>/.exec(one(register, 'contact')) ?? [];
    expect(one(register, 'contact')).toContain(`, <sips:${user};transport=tls>`);
    await close();
  });
});

test.describe('as caller', () => {
  const call = async (uri: string, flaws: FlawName[] = [], status = '486 Busy Here', fields: string[] = []) => {
    const all = await registered('sip', flaws);
    all.server.onInvite = () => null;
    const placed = all.agent.call(uri);
    const invite = await all.server.expect(/^INVITE/);
    all.server.respond(invite, status, fields);
    await placed;
    return { ...all, invite };
  };

  const rows: [string, FlawName[], string, string][] = [
    ['sips:far@sip.test', [], 'sips:far@sip.test', 'sips'],
    ['sip:far@sip.test', [], 'sip:far@sip.test', 'sip'],
    ['sips:far@sip.test', ['calls-sips-as-sip'], 'sip:far@sip.test', 'sip'],
    ['sips:far@sip.test', ['sip-contact-in-secure-call'], 'sips:far@sip.test', 'sip'],
    ['sip:far@sip.test', ['secure-contact-in-plain-call'], 'sip:far@sip.test', 'sips'],
  ];
  for (const [uri, flaws, target, contact] of rows)
    test(`${uri}${flaws.map((flaw) => ` with ${flaw}`).join('')}: INVITE ${target}, Contact ${contact}:`, async () => {
      const { invite, close } = await call(uri, flaws);
      expect(invite.start).toBe(`INVITE ${target} SIP/2.0`);
      expect(schemeIn(invite, 'contact')).toBe(contact);
      expect(one(invite, 'via')).toContain('SIP/2.0/TLS');
      await close();
    });

  const refusals: [string, string[], FlawName][] = [
    ['416 Unsupported URI Scheme', [], 'retries-as-sip'],
    ['480 Temporarily Unavailable', ['Warning: 380 sip.test "SIPS Not Allowed"'], 'retries-as-sip'],
    ['302 Moved Temporarily', ['Contact: <sip:elsewhere@sip.test>'], 'follows-redirect-to-sip'],
  ];
  for (const [status, fields, flaw] of refusals)
    test(`${status} to sips: leads to no call to sip:, but with ${flaw}`, async () => {
      const { server, agent, close } = await call('sips:far@sip.test', [], status, fields);
      await server.expect(/^ACK/);
      await agent.unregister();
      expect(server.messages.filter(({ start }) => start.startsWith('INVITE '))).toHaveLength(1);
      await close();
      const flawed = await call('sips:far@sip.test', [flaw], status, fields);
      expect((await flawed.server.expect(/^INVITE sip:/)).start).toMatch(/^INVITE sip:(far|elsewhere)@sip\.test /);
      await flawed.close();
    });
});

test.describe('as callee', () => {
  const called = async (account: UriScheme, scheme: UriScheme, flaws: FlawName[] = []) => {
    const all = await registered(account, flaws);
    const dialog = { to: '<sip:alice@sip.test>', callId: 'secure-1', cseq: 1 };
    const target = all.contact.replace(/^sips?:/, `${scheme}:`);
    const seen = all.server.messages.length;
    all.server.request('INVITE', target, dialog, sdp(all.media.address().port, 'RTP/AVP'));
    return { ...all, dialog, target, answer: await all.server.expect(/^SIP\/2\.0 [2-6]/, seen) };
  };

  const rows: [UriScheme, UriScheme, FlawName[], string, string?, string?][] = [
    ['sips', 'sips', [], '200 OK', 'sips'],
    ['sip', 'sip', [], '200 OK', 'sip'],
    ['sip', 'sips', [], '480 Temporarily Unavailable', '', '380'],
    ['sips', 'sip', [], '480 Temporarily Unavailable', '', '381'],
    ['sips', 'sips', ['sip-contact-in-secure-answer'], '200 OK', 'sip'],
    ['sips', 'sip', ['takes-unwanted-sip'], '200 OK', 'sip'],
    ['sip', 'sips', ['hides-unwanted-sips'], '404 Not Found', ''],
  ];
  for (const [account, scheme, flaws, status, contact, warning = ''] of rows)
    test(`account ${account}:, call to ${scheme}:${flaws.map((flaw) => ` with ${flaw}`).join('')}: ${status}`, async () => {
      const { answer, server, target, dialog, close } = await called(account, scheme, flaws);
      expect(answer.start).toBe(`SIP/2.0 ${status}`);
      expect(schemeIn(answer, 'contact')).toBe(contact);
      expect(one(answer, 'warning').slice(0, 3)).toBe(warning);
      // Its ACK is of no concern to anybody: what is asked next is answered.
      server.request('ACK', target, { ...dialog, to: one(answer, 'to') });
      const seen = server.messages.length;
      server.request('OPTIONS', target.replace(/^sips?:/, `${account}:`), { ...dialog, callId: 'secure-2', cseq: 7 });
      expect((await server.expect(/^SIP\/2\.0/, seen)).start).toBe('SIP/2.0 200 OK');
      await close();
    });

  const referring = async (flaws: FlawName[] = []) => {
    const { answer, server, target, dialog, media, close } = await called('sips', 'sips', flaws);
    const inside = { ...dialog, to: one(answer, 'to') };
    server.request('ACK', target, inside);
    const seen = server.messages.length;
    server.request('INVITE', target, { ...inside, cseq: 2 }, sdp(media.address().port, 'RTP/AVP'));
    const renewed = await server.expect(/^SIP\/2\.0 [2-6]/, seen);
    server.request('ACK', target, { ...inside, cseq: 2 });
    expect(`${renewed.start} ${schemeIn(renewed, 'contact')}`).toBe('SIP/2.0 200 OK sips');
    const before = server.messages.length;
    server.request('REFER', target, { ...inside, cseq: 3 }, '', ['r: <sip:third@sip.test>']);
    return { server, status: (await server.expect(/^SIP\/2\.0/, before)).start, close };
  };

  test('within a call to sips: a re-INVITE is answered with the Contact of sips:, and REFER to sip: is declined', async () => {
    const { status, close } = await referring();
    expect(status).toBe('SIP/2.0 603 Decline');
    await close();
  });

  test('with follows-refer-to-sip a REFER within a call to sips: leads to a call to sip:', async () => {
    const { server, status, close } = await referring(['follows-refer-to-sip']);
    expect(status).toBe('SIP/2.0 202 Accepted');
    expect((await server.expect(/^INVITE/)).start).toBe('INVITE sip:third@sip.test SIP/2.0');
    await close();
  });
});
