import { expect, test } from '@playwright/test';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { chooseRuntime, wishedRuntime } from './choose.ts';
import { engineAnswers } from './engine.ts';

let folder: string;
let before: string | undefined;
test.beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'ringproof-engine-'));
  before = process.env['DOCKER_HOST'];
  process.env['DOCKER_HOST'] = `unix://${folder}/engine.sock`;
});
test.afterEach(() => {
  if (before === undefined) delete process.env['DOCKER_HOST'];
  else process.env['DOCKER_HOST'] = before;
  rmSync(folder, { recursive: true, force: true });
});

test('an engine that accepts and stays silent counts as none', async () => {
  const server = createServer();
  server.listen(join(folder, 'engine.sock'));
  await once(server, 'listening');
  expect(await engineAnswers()).toEqual({
    ok: false,
    reason: expect.stringContaining('no answer within 5 s') as unknown as string,
  });
  server.close();
});

test('without an engine auto takes the local runtime and says why; containers is an error', async () => {
  expect(await chooseRuntime('auto')).toEqual({
    runtime: 'local',
    why: expect.stringMatching(/^no container engine answers \(unix:.*ENOENT/) as unknown as string,
  });
  await expect(chooseRuntime('containers')).rejects.toThrow(/LAB_NO_ENGINE.*--runtime local/s);
});

test('an engine host that is not understood is said to be so', async () => {
  process.env['DOCKER_HOST'] = 'ssh://somewhere';
  expect((await engineAnswers()).reason).toContain('ssh://somewhere is not supported');
});

test('an unknown runtime is refused with the accepted words and the nearest', () => {
  expect(() => wishedRuntime('contaners')).toThrow(/accepted: auto, containers, local; did you mean "containers"/);
});
