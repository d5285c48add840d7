import { expect, test } from '@playwright/test';
import type { ApplicationData, Attempt, ClearText, Connection, Evidence, Lookup } from '../../evidence.ts';
import type { Judge, JudgeContext } from '../../requirement.ts';
import { attempt, connection, evidence, registered } from '../evidence.sample.ts';
import { answersWithSecureContact, knowsOrSaysSo, turnsAway } from './secure-uris/callee.ts';
import { callsSips, refusesLowerReferral, staysWithSips } from './secure-uris/calls.ts';
import {
  callsWithPlainContact,
  callsWithSecureContact,
  registersByItsContacts,
  registersContactOnce,
  renewsWithSecureContact,
} from './secure-uris/contacts.ts';
import { asksForSecureService, goesToDefaultPort, takesSecureNaptr } from './secure-uris/location.ts';
import { followsSecureRoute, makesRoutesSecure } from './secure-uris/routes.ts';
import { namesNoTransportTls } from './secure-uris/transport-parameter.ts';
import {
  answersOnSameConnection,
  failsWithoutTls,
  keepsSecureCallSecure,
  namesTlsInVia,
} from './secure-uris/transport.ts';

const context: JudgeContext = { requirement: 'X', case: undefined, service: 'sip', trust: 'M2' };

interface Said {
  from: 'device' | 'lab';
  start: string;
  fields?: Record<string, string>;
  /** Call-ID and CSeq, which a response repeats. */
  call?: string;
  sequence?: string;
}

/** Ten milliseconds after one another, from 100 on. */
const said = (all: readonly Said[]): ApplicationData[] =>
  all.map(({ from, start, fields = {}, call = 'c', sequence }, index) => {
    const method = start.split(' ')[0] ?? '';
    const number = sequence ?? `1 ${method === 'ACK' ? 'INVITE' : method}`;
    const own = {
      Via: `SIP/2.0/TLS host;branch=z9hG4bK${call}${number.replace(' ', '')}`,
      To: '<sips:b@x>',
      From: '<sip:a@x>;tag=a',
      'Call-ID': call,
      CSeq: method === 'ACK' ? '1 ACK' : number,
      ...fields,
    };
    const head = Object.entries(own).map(([name, value]) => `${name}: ${value}\r\n`);
    const [, status] = /^SIP\/2\.0 (\d+)/.exec(start) ?? [];
    const text = `${start} SIP/2.0\r\n${head.join('')}\r\n`.replace(/^(SIP\/2\.0 .*) SIP\/2\.0/, '$1');
    return { at: 100 + 10 * index, from, bytes: text.length, kind: `SIP ${status ?? method}`, text };
  });

const spoken = (...all: Said[]): Connection =>
  registered({
    application: [...registered().application, ...said(all)],
    closed: { by: 'open', how: 'none', at: null },
  });
const of = (connections: Connection[], more: Partial<Attempt> = {}): Evidence =>
  evidence({ attempts: [attempt('control-before', [registered()]), attempt('case', connections, more)] });
const verdict = (judge: Judge, ...all: Said[]): string => judge(of([spoken(...all)]), context).verdict;

const invite = (scheme: string, contact = scheme, fields: Record<string, string> = {}): Said => ({
  from: 'device',
  start: `INVITE ${scheme}:b@x`,
  fields: { Contact: `<${contact}:d@h>`, ...fields },
});
const answer = (status: number, fields: Record<string, string> = {}, sequence = '1 INVITE'): Said => ({
  from: 'lab',
  start: `SIP/2.0 ${status} X`,
  fields,
  sequence,
});
const ack: Said = { from: 'device', start: 'ACK sips:b@x', sequence: '1 INVITE' };
const within = { To: '<sips:b@x>;tag=b' };
const clear: ClearText = { at: 150, transport: 'udp', port: 'sip', bytes: 9, kind: 'SIP INVITE', firstLine: '' };

test.describe('whatever the row is about', () => {
  const judges: Judge[] = [
    ...[callsSips, callsWithSecureContact, callsWithPlainContact, registersByItsContacts, registersContactOnce],
    ...[renewsWithSecureContact, namesNoTransportTls, staysWithSips, refusesLowerReferral, makesRoutesSecure],
    ...[followsSecureRoute, namesTlsInVia, keepsSecureCallSecure, answersOnSameConnection],
    ...[turnsAway('sip'), turnsAway('sips'), knowsOrSaysSo, answersWithSecureContact],
  ];

  test('a device that did not register, or cannot be read, is not judged, and what is in clear fails', () => {
    for (const judge of [...judges, failsWithoutTls]) {
      expect(judge(of([connection()]), context).verdict, judge.name).toBe('inconclusive');
      expect(judge(of([spoken()], { clearText: [clear] }), context).verdict, judge.name).toBe('fail');
    }
    for (const judge of judges) {
      const hidden = { ...spoken(), unreadable: { fromDevice: 1, fromLab: 0 } };
      expect(judge(of([hidden]), context).verdict, judge.name).toBe('inconclusive');
    }
  });

  test('a device that only registers passes nothing that takes a call', () => {
    const others: Judge[] = [registersByItsContacts, registersContactOnce, namesNoTransportTls, namesTlsInVia];
    for (const judge of [...judges.filter((one) => !others.includes(one)), failsWithoutTls])
      expect(judge(of([spoken()]), context).verdict, judge.name).toBe('inconclusive');
  });
});

test.describe('as caller', () => {
  test('sips: is called when told to', () => {
    expect(verdict(callsSips, invite('sip'), invite('sips'))).toBe('pass');
    expect(verdict(callsSips, invite('sip'), invite('sip'))).toBe('fail');
    expect(verdict(callsSips, invite('sip'))).toBe('fail');
  });

  test('the Contact has the scheme of the call', () => {
    expect(verdict(callsWithSecureContact, invite('sips'))).toBe('pass');
    expect(verdict(callsWithSecureContact, invite('sips', 'sip'))).toBe('fail');
    expect(verdict(callsWithSecureContact, invite('sip'))).toBe('inconclusive');
    expect(verdict(callsWithSecureContact, { from: 'device', start: 'INVITE sips:b@x' })).toBe('fail');
    expect(verdict(callsWithPlainContact, invite('sip'))).toBe('pass');
    expect(verdict(callsWithPlainContact, invite('sip', 'sips'))).toBe('fail');
    // RFC 5630 §5.1.1.2 says nothing of a Contact behind a route of sips:.
    expect(verdict(callsWithPlainContact, invite('sip', 'sips', { Route: '<sips:x;lr>' }))).toBe('inconclusive');
  });

  test('a refused call is not followed by one to sip:', () => {
    for (const status of [302, 416, 480]) {
      expect(verdict(staysWithSips, invite('sips'), answer(status), ack)).toBe('pass');
      expect(verdict(staysWithSips, invite('sips'), answer(status), ack, invite('sip'))).toBe('fail');
      expect(verdict(staysWithSips, invite('sips'), answer(status))).toBe('inconclusive');
    }
    expect(verdict(staysWithSips, invite('sip'), answer(416), ack)).toBe('inconclusive');
    expect(verdict(staysWithSips, invite('sips'))).toBe('error');
    expect(verdict(staysWithSips, invite('sips'), answer(302), ack, invite('sips'))).toBe('pass');
  });

  test('nor is it by one that the other side asks for', () => {
    const refer: Said = { from: 'lab', start: 'REFER sips:d@h', fields: within };
    const replied = (status: number): Said => ({ from: 'device', start: `SIP/2.0 ${status} X`, sequence: '1 REFER' });
    expect(verdict(refusesLowerReferral, invite('sips'), answer(200), ack, refer, replied(603))).toBe('pass');
    expect(verdict(refusesLowerReferral, invite('sips'), answer(200), ack, refer, replied(202), invite('sip'))).toBe(
      'fail',
    );
    expect(verdict(refusesLowerReferral, invite('sips'), answer(200), ack, refer)).toBe('inconclusive');
    expect(verdict(refusesLowerReferral, invite('sip'), answer(200), ack, refer, replied(603))).toBe('inconclusive');
  });

  test('routes', () => {
    const routed = (scheme: string, route: string): Said => invite(scheme, scheme, { Route: `<${route}:x;lr>` });
    expect(verdict(makesRoutesSecure, routed('sips', 'sips'))).toBe('pass');
    expect(verdict(makesRoutesSecure, routed('sips', 'sip'))).toBe('fail');
    expect(verdict(makesRoutesSecure, invite('sips', 'sips', { Route: '<sips:x;lr>, <sip:y;lr>' }))).toBe('fail');
    expect(verdict(makesRoutesSecure, invite('sips'))).toBe('not-applicable');
    expect(verdict(followsSecureRoute, routed('sip', 'sips'))).toBe('pass');
    expect(verdict(followsSecureRoute, invite('sip'))).toBe('not-applicable');
  });

  test('later requests stay with sips:', () => {
    const bye = (scheme: string): Said => ({ from: 'device', start: `BYE ${scheme}:b@x`, fields: within });
    const hold = (contact: string): Said => invite('sips', contact, within);
    const stood = [invite('sips'), answer(200), ack];
    expect(verdict(keepsSecureCallSecure, ...stood, bye('sips'))).toBe('pass');
    expect(verdict(keepsSecureCallSecure, ...stood, bye('sip'))).toBe('fail');
    expect(verdict(keepsSecureCallSecure, ...stood, hold('sip'), bye('sips'))).toBe('fail');
    expect(verdict(keepsSecureCallSecure, ...stood)).toBe('inconclusive');
    expect(verdict(renewsWithSecureContact, ...stood, hold('sips'))).toBe('pass');
    expect(verdict(renewsWithSecureContact, ...stood, hold('sip'))).toBe('fail');
    const asked: Said = { from: 'lab', start: 'INVITE sips:d@h', fields: within, sequence: '9 INVITE' };
    const replied = (status: number, contact: string): Said => ({
      from: 'device',
      start: `SIP/2.0 ${status} X`,
      sequence: '9 INVITE',
      fields: { Contact: `<${contact}:d@h>` },
    });
    expect(verdict(renewsWithSecureContact, ...stood, asked, replied(200, 'sips'))).toBe('pass');
    expect(verdict(renewsWithSecureContact, ...stood, asked, replied(200, 'sip'))).toBe('fail');
    expect(verdict(renewsWithSecureContact, ...stood, asked, replied(488, 'sip'))).toBe('inconclusive');
    expect(verdict(renewsWithSecureContact, invite('sip'), answer(200), ack, asked, replied(200, 'sip'))).toBe(
      'inconclusive',
    );
  });
});

test.describe('the registration', () => {
  const register = (contact: string, aor: string): Said => ({
    from: 'device',
    start: `REGISTER ${aor}:x`,
    fields: { Contact: contact, From: `<${aor}:a@x>;tag=a`, To: `<${aor}:a@x>` },
  });
  const rows: [string, string, string, string][] = [
    ['<sip:a@h>', 'sip', 'pass', 'pass'],
    ['<sips:a@h>', 'sips', 'pass', 'pass'],
    ['<sips:a@h>', 'sip', 'fail', 'pass'],
    ['<sip:a@h>', 'sips', 'fail', 'pass'],
    ['<sip:a@h;transport=tls>, <sips:A@H>', 'sip', 'pass', 'fail'],
    ['<sip:a@h>, <sips:b@h>', 'sip', 'pass', 'pass'],
    ['<sips:a@h>, <mailto:a@x>', 'sip', 'pass', 'pass'],
    ['*', 'sips', 'inconclusive', 'inconclusive'],
  ];
  for (const [contact, aor, byContacts, once] of rows)
    test(`${contact} for an address of ${aor}:`, () => {
      expect(verdict(registersByItsContacts, register(contact, aor))).toBe(byContacts);
      expect(verdict(registersContactOnce, register(contact, aor))).toBe(once);
    });

  test('transport=tls is of the device where it chose the URI', () => {
    expect(verdict(namesNoTransportTls, register('<sip:a@h>', 'sip'))).toBe('pass');
    expect(verdict(namesNoTransportTls, register('<sip:a@h;transport=TLS>', 'sip'))).toBe('fail');
    expect(verdict(namesNoTransportTls, register('<sip:a@h;transport=tlsish>', 'sip'))).toBe('pass');
    expect(verdict(namesNoTransportTls, { from: 'device', start: 'OPTIONS sip:b@x;transport=tls' })).toBe('fail');
    // The target of a dialog is what the other side has said.
    expect(verdict(namesNoTransportTls, { from: 'device', start: 'BYE sip:b@x;transport=tls', fields: within })).toBe(
      'pass',
    );
    expect(verdict(namesNoTransportTls, answer(200, { Contact: '<sip:b@x;transport=tls>' }))).toBe('pass');
  });

  test('Via', () => {
    const via = (value: string): Said => ({ from: 'device', start: 'OPTIONS sip:x', fields: { Via: value } });
    expect(verdict(namesTlsInVia, via('SIP / 2.0 / TLS h;branch=z9hG4bK1'))).toBe('pass');
    expect(verdict(namesTlsInVia, via('SIP/2.0/TCP h;branch=z9hG4bK1'))).toBe('fail');
  });
});

test.describe('as callee', () => {
  const called = (scheme: string, status: number, fields: Record<string, string> = {}): Said[] => [
    { from: 'lab', start: `INVITE ${scheme}:d@h` },
    { from: 'device', start: `SIP/2.0 ${status} X`, sequence: '1 INVITE', fields },
  ];

  test('480 turns away; what takes the call or does not know sips: is another matter', () => {
    expect(verdict(turnsAway('sip'), ...called('sip', 480))).toBe('pass');
    for (const status of [180, 200, 404, 416]) expect(verdict(turnsAway('sip'), ...called('sip', status))).toBe('fail');
    for (const status of [407, 486, 488, 603])
      expect(verdict(turnsAway('sip'), ...called('sip', status))).toBe('inconclusive');
    const [asked, rings] = called('sip', 180);
    expect(verdict(turnsAway('sip'), asked!, rings!, called('sip', 487)[1]!)).toBe('fail');
    expect(verdict(turnsAway('sips'), ...called('sips', 480, { Warning: '380 h "x"' }))).toBe('pass');
    expect(verdict(turnsAway('sips'), ...called('sips', 404))).toBe('fail');
    for (const status of [180, 200, 416])
      expect(verdict(turnsAway('sips'), ...called('sips', status))).toBe('not-applicable');
    expect(verdict(turnsAway('sips'), called('sips', 200)[0]!)).toBe('inconclusive');
  });

  test('a scheme is known, or it is said that it is not', () => {
    for (const status of [180, 200, 416, 480, 486])
      expect(verdict(knowsOrSaysSo, ...called('sips', status))).toBe('pass');
    for (const status of [400, 404, 500]) expect(verdict(knowsOrSaysSo, ...called('sips', status))).toBe('fail');
  });

  test('a call that is taken has a Contact of sips:', () => {
    const taken = (scheme: string): Said[] => called('sips', 200, { Contact: `<${scheme}:d@h>` });
    expect(verdict(answersWithSecureContact, ...taken('sips'))).toBe('pass');
    expect(verdict(answersWithSecureContact, ...taken('sip'))).toBe('fail');
    expect(verdict(answersWithSecureContact, ...called('sips', 200))).toBe('fail');
    for (const status of [180, 480])
      expect(verdict(answersWithSecureContact, ...called('sips', status))).toBe('inconclusive');
  });

  test('a response comes by the connection of its request', () => {
    const [asked, replied] = said(called('sip', 200)).map((one) => [one]);
    const first = { ...spoken(), application: [...registered().application, ...asked!] };
    const judged = (connections: Connection[]): string => answersOnSameConnection(of(connections), context).verdict;
    expect(judged([{ ...first, application: [...first.application, ...replied!] }])).toBe('pass');
    expect(judged([first, connection({ application: replied! })])).toBe('fail');
    expect(judged([first])).toBe('inconclusive');
    const ended = { ...first, closed: { by: 'lab', how: 'fin', at: 105 } } as const;
    expect(judged([ended, connection({ application: replied! })])).toBe('inconclusive');
  });
});

test.describe('TLS that has become impossible', () => {
  const cut = { ...spoken(), closed: { by: 'lab', how: 'fin', at: 200 } } as const;
  const reset = connection({ openedAt: 300, messages: [], negotiated: null, serverChain: [] });
  const judged = (connections: Connection[], more: Partial<Attempt> = {}): string =>
    failsWithoutTls(of(connections, more), context).verdict;

  test('attempts that are reset, and nothing else', () => {
    expect(judged([cut, reset])).toBe('pass');
    expect(judged([cut])).toBe('inconclusive');
    expect(judged([cut, { ...spoken(invite('sips')), openedAt: 300 }])).toBe('inconclusive');
    expect(judged([cut, reset], { clearText: [clear] })).toBe('fail');
    const text = { at: 301, from: 'device', type: 'clear_text', bytes: 9, encrypted: false } as const;
    expect(judged([cut, { ...reset, messages: [text] }])).toBe('fail');
  });
});

test.describe('where a domain leads', () => {
  const judged = (judge: Judge, connections: Connection[], lookups: Lookup[], more: Partial<Attempt> = {}): string => {
    const one = attempt('case', connections, { lookups, ...more });
    const presented = { ...one.presented, host: 'd.test' };
    const controls = (['control-before', 'control-after'] as const).map((role) => attempt(role, [registered()]));
    return judge(evidence({ attempts: [controls[0]!, { ...one, presented }, controls[1]!] }), context).verdict;
  };
  const naptr = { type: 'NAPTR', name: 'd.test' };
  const srv = { type: 'SRV', name: '_sips._tcp.d.test' };

  test('it counts that the device came, and what it had asked', () => {
    expect(judged(goesToDefaultPort, [registered()], [])).toBe('pass');
    expect(judged(takesSecureNaptr, [registered()], [naptr])).toBe('pass');
    expect(judged(takesSecureNaptr, [registered()], [srv])).toBe('inconclusive');
    expect(judged(asksForSecureService, [registered()], [srv])).toBe('pass');
    expect(judged(asksForSecureService, [registered()], [naptr])).toBe('inconclusive');
  });

  test('whoever goes to the server in clear fails, and so does whoever goes nowhere', () => {
    for (const judge of [goesToDefaultPort, takesSecureNaptr, asksForSecureService]) {
      for (const kind of ['SIP REGISTER', 'TLS'])
        expect(judged(judge, [], [srv, naptr], { clearText: [{ ...clear, kind }] })).toBe('fail');
      expect(judged(judge, [], [srv, naptr])).toBe('fail');
      expect(judged(judge, [], [])).toBe('inconclusive');
      expect(judged(judge, [connection()], [srv, naptr])).toBe('inconclusive');
    }
  });
});
