/** OpenSSL, curl, GnuTLS and NSS against the scripted server, row for row: they do what is told of them beside a device. */
import { expect, test } from '@playwright/test';
import { sameAnswer, type StackAnswer } from '../../harness/judge/tls/stack-answer.ts';
import { makeBench, type Bench } from '../../harness/lab/peers/testing.ts';
import { hasProgram } from '../../harness/tap/test-peers.ts';
import { scriptedServer } from './cases.ts';
import { stackComparison } from './stacks.ts';
import { answers as extensions } from './stacks/extensions.ts';
import { answers as keyExchange } from './stacks/key-exchange.ts';
import type { StackAnswers } from './stacks/stacks.ts';
import { answers as suites } from './stacks/suites.ts';
import { answers as versions } from './stacks/versions.ts';
import { Lane, toolNames, type Tool } from './stacks/visits.ts';

/** Which stack a tool is made with. */
const stackOf: Record<Tool, string> = {
  openssl: 'OpenSSL 3.0',
  curl: 'OpenSSL 3.0',
  'gnutls-cli': 'GnuTLS 3.7.9',
  tstclnt: 'NSS 3.87.1',
};

/** What a program does otherwise than others with the same library. */
const ofTheProgram: Readonly<Record<string, Partial<Record<Tool, StackAnswer>>>> = {
  A04: { openssl: 'waits' },
  A08: { openssl: 'alert 50' },
  'T13-15': { curl: 'not offered' },
};

let bench: Bench;
let lanes: Record<Tool, Lane>;

test.beforeAll(async () => {
  // In CI a missing tool is a failure.
  const missing = toolNames.find((tool) => !process.env.CI && !hasProgram(tool));
  test.skip(missing !== undefined, `${missing} is not installed`);
  bench = await makeBench();
  const open = await Promise.all(toolNames.map(async (tool) => [tool, await Lane.open(tool, bench)] as const));
  lanes = Object.fromEntries(open) as Record<Tool, Lane>;
});
test.afterAll(async () => {
  if (!lanes) return;
  await Promise.all(Object.values(lanes).map((lane) => lane.stop()));
  bench.remove();
});

for (const [id, row] of stackComparison.answers) {
  const told = (tool: Tool) => ofTheProgram[id]?.[tool] ?? row[stackComparison.stacks.indexOf(stackOf[tool])] ?? null;
  const { title, serves } = scriptedServer[id as keyof typeof scriptedServer];

  test(`${id} ${title}: ${toolNames.map((tool) => `${tool} ${told(tool)}`).join(', ')}`, async () => {
    const answers = await Promise.all(toolNames.map((tool) => lanes[tool].visit(serves.tls)));
    const seen = toolNames.map((tool, at) => [tool, inWordsOf(told(tool), answers[at] ?? null, id)]);
    expect(Object.fromEntries(seen)).toEqual(Object.fromEntries(toolNames.map((tool) => [tool, told(tool)])));
  });
}

/** A client that ends a connection with octets unread resets it, and may take its own alert with it. */
const isLongFlight = (id: string): boolean => id === 'R14';

/** What was told, where what was seen is the same. */
function inWordsOf(told: StackAnswer | null, seen: StackAnswer | null, id: string): StackAnswer | null {
  if (told === null || seen === null) return seen;
  const lost = isLongFlight(id) && told.startsWith('alert') && seen === 'resets';
  return lost || sameAnswer(told, seen) ? told : seen;
}

test('OpenSSL of TLS 1.2 alone differs in the versions only', async () => {
  const otherwise: Readonly<Record<string, StackAnswer>> = { V04: 'alert 70' };
  const rows: StackAnswers = { ...versions, ...suites, ...extensions, ...keyExchange };
  for (const [id, [openssl]] of Object.entries(rows)) {
    const told = otherwise[id] ?? openssl;
    const { tls } = scriptedServer[id as keyof typeof scriptedServer].serves;
    expect.soft(inWordsOf(told, await lanes.openssl.visit(tls, '-tls1_2'), id), id).toBe(told);
  }
});

test('no row of the handshake is without data', () => {
  expect(stackComparison.unmeasured.filter((id) => !id.startsWith('AP-'))).toEqual([]);
});
