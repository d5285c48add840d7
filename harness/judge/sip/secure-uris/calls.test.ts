import { expect, test } from '@playwright/test';
import type { Connection } from '../../../evidence.ts';
import { connection, registered } from '../../evidence.sample.ts';
import { answersWithSecureContact, knowsOrSaysSo, turnsAway } from './callee.ts';
import { callsSips, refusesLowerReferral, staysWithSips } from './calls.ts';
import { callsWithPlainContact, callsWithSecureContact, renewsWithSecureContact } from './contacts.ts';
import { followsSecureRoute, makesRoutesSecure } from './routes.ts';
import { answersOnSameConnection, keepsSecureCallSecure } from './transport.ts';
import { context, said, spoken, of, verdict, invite, answer, ack, within, type Said } from './secure-uris.sample.ts';

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
