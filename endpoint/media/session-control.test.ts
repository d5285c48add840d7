import { randomBytes } from 'node:crypto';
import { expect, test } from '@playwright/test';
import type { FlawName } from '../flaws.ts';
import { readCompound, writeCompound } from './rtcp.ts';
import { writeRtp } from './rtp.ts';
import { SrtpReceiver, SrtpSender } from './srtp.ts';
import { arrange, counted, packet, suite } from './test-arrangement.ts';

const peerKeys = (security: { remoteKey: Buffer }) => new SrtpSender(suite, security.remoteKey);
const goodbye = (ssrc: number): Buffer =>
  writeCompound({ ssrc, sender: null, blocks: [], cname: 'peer', goodbye: true });
const info = { ntp: { seconds: 1, fraction: 1 }, timestamp: 0, packets: 1, octets: 160 };
const partsOf = (opened: ReturnType<SrtpReceiver['unprotectRtcp']>) =>
  opened.outcome === 'accepted' ? readCompound(opened.packet) : opened.outcome;
const tellsOf = (ssrc: number, opened: ReturnType<SrtpReceiver['unprotectRtcp']>): boolean => {
  const [report] = (opened.outcome === 'accepted' && readCompound(opened.packet)) || [];
  return report?.kind === 'report' && report.blocks.some((block) => block.ssrc === ssrc);
};

test('reports leave at once, at intervals, and with a goodbye at the end, all of them protected', async () => {
  const { session, parameters, security, send, reported, close } = await arrange('echo', [], {
    reportIntervalMs: 20,
  });
  session.start(parameters);
  send(peerKeys(security).protect(packet(1, Buffer.alloc(160))));
  await counted(session, { received: 1 });
  const before = (await reported(3)).length;
  session.close();
  const all = await reported(before + 1);
  close();
  const receiver = new SrtpReceiver(suite, security.localKey);
  const opened = all.map((each) => partsOf(receiver.unprotectRtcp(each)));
  expect(opened[0]).toMatchObject([{ kind: 'report', sender: null, blocks: [] }, { kind: 'other' }]);
  expect(opened.at(-1)).toMatchObject([{ kind: 'report', blocks: [{ ssrc: 77, lost: 0 }] }, {}, { kind: 'goodbye' }]);
});

test('a source that has said goodbye is not heard any more; a forged goodbye changes nothing', async () => {
  for (const flaws of [[], ['obeys-forged-goodbye']] satisfies FlawName[][]) {
    const often = { reportIntervalMs: 20 };
    const { session, parameters, security, send, sendControl, reported, close } = await arrange('sink', flaws, often);
    session.start(parameters);
    const sender = peerKeys(security);
    /** Resolves when the device tells of a source that is new to it: whatever came to that port before has been read. */
    const hasRead = async (ssrc: number): Promise<void> => {
      sendControl(sender.protectRtcp(writeCompound({ ssrc, sender: info, blocks: [], cname: 'peer', goodbye: false })));
      const receiver = new SrtpReceiver(suite, security.localKey);
      let at = 0;
      while (!tellsOf(ssrc, receiver.unprotectRtcp((await reported(at + 1))[at] ?? Buffer.alloc(0)))) at += 1;
    };
    send(sender.protect(packet(1, Buffer.alloc(160))));
    await counted(session, { received: 1 });
    const sealed = sender.protectRtcp(goodbye(77));
    sealed[sealed.length - 1] = (sealed.at(-1) ?? 0) ^ 1;
    for (const forged of [goodbye(77), sealed, randomBytes(5), randomBytes(1500)]) sendControl(forged);
    await hasRead(1001);
    send(sender.protect(packet(2, Buffer.alloc(160))));
    if (flaws.length === 0) {
      await counted(session, { received: 2 });
      sendControl(sender.protectRtcp(goodbye(77)));
      await hasRead(1002);
      send(sender.protect(packet(3, Buffer.alloc(160))));
    }
    const other = { payloadType: 0, marker: false, sequence: 9, timestamp: 0, ssrc: 78 };
    send(sender.protect(writeRtp(other, Buffer.alloc(160))));
    // What is no packet at all is counted last, when all the others have been.
    send(randomBytes(3));
    await counted(session, { received: flaws.length === 0 ? 3 : 2, rejected: 1 });
    close();
  }
});

test('on one port where that was agreed, told apart from media', async () => {
  const { session, parameters, security, send, arrived, close } = await arrange('sink', [], { reportIntervalMs: 20 });
  session.start({ ...parameters, controlPort: parameters.remote.port });
  const sender = peerKeys(security);
  send(sender.protectRtcp(writeCompound({ ssrc: 77, sender: null, blocks: [], cname: 'peer', goodbye: false })));
  send(sender.protect(packet(1, Buffer.alloc(160))));
  const [first] = await arrived(2);
  await counted(session, { received: 1, rejected: 0 });
  close();
  expect(new SrtpReceiver(suite, security.localKey).unprotectRtcp(first ?? Buffer.alloc(0)).outcome).toBe('accepted');
});

test('flaws: in clear, not encrypted, and with one index', async () => {
  const seen = async (flaw: FlawName): Promise<{ security: { localKey: Buffer }; reports: Buffer[] }> => {
    const { session, parameters, security, reported, close } = await arrange('sink', [flaw], {
      reportIntervalMs: 20,
    });
    session.start(parameters);
    const reports = await reported(2);
    close();
    return { security, reports };
  };
  const clear = await seen('sends-clear-rtcp');
  expect(readCompound(clear.reports[0] ?? Buffer.alloc(0))?.[0]).toMatchObject({ kind: 'report' });
  const { security, reports } = await seen('repeats-rtcp-index');
  const receiver = new SrtpReceiver(suite, security.localKey);
  expect(reports.map((each) => receiver.unprotectRtcp(each).outcome)).toContain('replayed');
  const open = await seen('sends-unencrypted-srtcp');
  const [word] = open.reports.map((each) => each.readUInt32BE(each.length - 14));
  expect(word).toBe(1);
});
