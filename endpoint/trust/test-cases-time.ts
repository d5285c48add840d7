/** Cases of dates. */
import { chain, leaf, root, under, type Case } from './test-cases.ts';
import { authority, DAY, generalizedTime, make, utcTime } from './test-chain.ts';

const HOUR = DAY / 24;
const expired = 'expired certificate_expired';
const early = 'not-yet-valid certificate_expired';
const oldRoot = authority('Old Root', { until: -DAY / 2 });
const oldSelfSigned = make({ key: 'self', until: -DAY / 2 });

export const timeCases: Case[] = [
  { id: 'DT-01', sent: chain({ until: -DAY / 2 }), expected: expired, turnedBy: ['ignores-dates'] },
  {
    id: 'DT-02',
    sent: chain({ until: -60_000 }),
    expected: expired,
    turnedBy: ['ignores-dates', 'reads-times-as-western', 'tolerates-recent-expiry'],
  },
  { id: 'DT-03', sent: chain({ from: DAY }), expected: early, turnedBy: ['ignores-dates', 'ignores-not-before'] },
  {
    id: 'DT-04 in an hour',
    sent: chain({ from: HOUR }),
    expected: early,
    turnedBy: ['ignores-dates', 'ignores-not-before', 'reads-times-as-local'],
  },
  {
    id: 'DT-04 since an hour',
    sent: chain({ from: -HOUR }),
    expected: 'accepted',
    turnedBy: ['reads-times-as-western'],
  },
  {
    id: 'DT-05',
    sent: under({ until: -DAY / 2 }),
    expected: expired,
    turnedBy: ['ignores-dates', 'ignores-intermediate-dates'],
  },
  {
    id: 'DT-06',
    sent: under({ from: DAY }),
    expected: early,
    turnedBy: ['ignores-dates', 'ignores-intermediate-dates', 'ignores-not-before'],
  },
  {
    id: 'DT-07',
    sent: [leaf({ issuer: oldRoot })],
    anchors: [oldRoot],
    expected: expired,
    turnedBy: ['ignores-dates', 'ignores-anchor-dates'],
  },
  {
    id: 'DT-08',
    sent: [oldSelfSigned],
    anchors: [oldSelfSigned],
    expected: expired,
    turnedBy: ['ignores-dates', 'ignores-anchor-dates'],
  },
  {
    id: 'DT-09',
    sent: chain({ until: utcTime('390101000000Z') }),
    expected: 'accepted',
    turnedBy: ['overflows-in-2038', 'refuses-long-lifetimes'],
  },
  {
    id: 'DT-10',
    sent: chain({ until: generalizedTime('20550101000000Z') }),
    expected: 'accepted',
    turnedBy: ['overflows-in-2038', 'refuses-generalized-time', 'refuses-long-lifetimes'],
  },
  {
    id: 'DT-11',
    sent: chain({ until: generalizedTime('99991231235959Z') }),
    expected: 'accepted',
    turnedBy: ['overflows-in-2038', 'refuses-generalized-time', 'refuses-long-lifetimes'],
  },
  {
    id: 'DT-12',
    sent: chain({ until: utcTime('550101000000Z') }),
    expected: expired,
    turnedBy: ['ignores-dates', 'reads-utc-times-as-20yy'],
  },
  {
    id: 'DT-13',
    sent: chain({ until: generalizedTime('20550101000000.5Z') }),
    expected: 'chain bad_certificate',
    turnedBy: ['accepts-malformed-certificates'],
  },
  {
    id: 'DT-14',
    sent: chain({ from: 30 * DAY, until: -DAY }),
    expected: expired,
    turnedBy: ['ignores-dates', 'swaps-reversed-validity'],
  },
  { id: 'DT-17', sent: chain({ until: 3650 * DAY }), expected: 'accepted', turnedBy: ['refuses-long-lifetimes'] },
  {
    id: 'a day that no calendar has',
    sent: chain({ until: utcTime('490230000000Z') }),
    expected: 'chain bad_certificate',
    turnedBy: [],
  },
  {
    id: 'a date with a zone',
    sent: chain({ until: utcTime('490201000000+0100') }),
    expected: 'chain bad_certificate',
    turnedBy: ['accepts-malformed-certificates'],
  },
  {
    id: 'a root that begins tomorrow',
    sent: [leaf({ issuer: root })],
    anchors: [authority('Lab Root', { from: DAY })],
    expected: early,
    turnedBy: ['ignores-dates', 'ignores-not-before', 'ignores-anchor-dates'],
  },
];
