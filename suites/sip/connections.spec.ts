import { shortTimings } from '../../harness/dut/timings.ts';
import { about, expect, runsOf, test } from '../../harness/test.ts';
import { visited, visits } from './cases/connections.ts';
import { calls, cut, restarts, returning, timed, timedCalls } from './cases/kept-connections.ts';

test.describe('connection to the server, its waits cut short', () => {
  test.use({ timings: shortTimings });

  for (const { row, service, requirement } of runsOf(timed, 'M2')) {
    test(`${row.id}: ${row.title}`, about({ row, service }), async ({ lab, dut }) => {
      await lab.sip.present(row.serves);
      await dut.reach('sip');

      await expect(dut).toConform(requirement, { case: row.id });
    });
  }

  for (const { row, service, requirement } of runsOf(returning, 'M2')) {
    test(`${row.id}: ${row.title}`, about({ row, service }), async ({ lab, dut }) => {
      await lab.sip.present({ sip: 'ends-in-order' });
      await dut.reach('sip');

      await lab.sip.present(row.serves);
      await dut.comesBack({ after: 'replaced' });

      await expect(dut).toConform(requirement, { case: row.id });
    });
  }

  for (const { row, service, requirement } of runsOf(cut, 'M2')) {
    test(`${row.id}: ${row.title}`, about({ row, service }), async ({ lab, dut }) => {
      await lab.sip.present({ sip: 'honest' });
      await dut.reach('sip');

      await lab.sip.present(row.serves);
      await dut.comesBack({ after: 'cut' });

      await expect(dut).toConform(requirement, { case: row.id });
    });
  }

  for (const { row, service, requirement } of runsOf(calls, 'M2')) {
    test(`${row.id}: ${row.title}`, about({ row, service }), async ({ dut }) => {
      await dut.converse(row.call);

      await expect(dut).toConform(requirement, { case: row.id });
    });
  }

  for (const { row, service, requirement } of runsOf(timedCalls, 'M2')) {
    test(`${row.id}: ${row.title}`, about({ row, service }), async ({ lab, dut }) => {
      await lab.sip.present(row.serves);
      await dut.reach('sip');
      await dut.dial(row.dials);
      await dut.watch();

      await expect(dut).toConform(requirement, { case: row.id });
    });
  }
});

test.describe('connection to the server', () => {
  for (const { row, service, requirement } of runsOf(restarts, 'M2')) {
    test(`${row.id}: ${row.title}`, about({ row, service }), async ({ lab, dut }) => {
      await lab.sip.present(row.serves);
      await dut.reach('sip');

      await dut.reset('reboot');
      await dut.reach('sip');

      await expect(dut).toConform(requirement, { case: row.id });
    });
  }
});

test.describe('connection to the server beside a listener', () => {
  test.use({ listener: 'optional' });

  for (const { row, service, requirement } of runsOf(visited, 'M2')) {
    test(`${row.id}: ${row.title}`, about({ row, service }), async ({ lab, dut }) => {
      await lab.sip.present(row.serves);
      await dut.reach('sip');

      await dut.visitedBy(row.visitor);

      await expect(dut).toConform(requirement, { case: row.id });
    });
  }

  for (const { row, service, requirement } of runsOf(visits, 'M2')) {
    test(`${row.id}: ${row.title}`, about({ row, service }), async ({ lab, dut }) => {
      await lab.sip.present(row.serves);

      await dut.visitedBy(row.visitor);

      await expect(dut).toConform(requirement, { case: row.id });
    });
  }
});
