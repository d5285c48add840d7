import { expect, test } from '@playwright/test';
import type { Attempt, Connection, Lookup } from '../../../evidence.ts';
import type { Judge } from '../../../requirement.ts';
import { attempt, connection, evidence, registered } from '../../evidence.sample.ts';
import { answersWithSecureContact, knowsOrSaysSo, turnsAway } from './callee.ts';
import { callsSips, refusesLowerReferral, staysWithSips } from './calls.ts';
import {
  callsWithPlainContact,
  callsWithSecureContact,
  registersByItsContacts,
  registersContactOnce,
  renewsWithSecureContact,
} from './contacts.ts';
import { asksForSecureService, goesToDefaultPort, takesSecureNaptr } from './location.ts';
import { followsSecureRoute, makesRoutesSecure } from './routes.ts';
import { namesNoTransportTls } from './transport-parameter.ts';
import { answersOnSameConnection, failsWithoutTls, keepsSecureCallSecure, namesTlsInVia } from './transport.ts';
import { context, spoken, of, verdict, invite, answer, within, clear, type Said } from './secure-uris.sample.ts';

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
