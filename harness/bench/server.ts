/** The bench's end: a local socket that every worker of the run connects to. */
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { BenchError } from '../errors.ts';
import { MethodError } from '../dut/driver.ts';
import type { BenchMethod, BenchRequest, BenchResponse } from './protocol.ts';
import type { Slot } from './slot.ts';

export interface BenchServer {
  path: string;
  close(): Promise<void>;
}

export async function serveBench(slotOf: (index: number) => Promise<Slot>): Promise<BenchServer> {
  // Socket paths may hold 107 octets, so the run's own folder may be too deep.
  const folder = mkdtempSync(join(tmpdir(), 'ringproof-'));
  const path = join(folder, 'bench.sock');
  const sockets = new Set<Socket>();
  const server = createServer((socket) => {
    sockets.add(socket);
    socket.on('close', () => sockets.delete(socket));
    socket.on('error', () => undefined);
    createInterface({ input: socket }).on('line', (line) => {
      void answer(JSON.parse(line) as BenchRequest).then((response) => {
        if (!socket.destroyed) socket.write(`${JSON.stringify(response)}\n`);
      });
    });
  });

  async function answer({ id, slot: index, method, params }: BenchRequest): Promise<BenchResponse> {
    try {
      const slot = await slotOf(index);
      const run = slot[method as BenchMethod] as (params: unknown) => Promise<unknown>;
      return { id, result: (await run.call(slot, params)) ?? null };
    } catch (error) {
      if (error instanceof MethodError && error.kind === 'unsupported') {
        return { id, error: { kind: 'unsupported', code: 'UNSUPPORTED', message: error.message } };
      }
      const code =
        error instanceof BenchError
          ? error.code
          : error instanceof MethodError
            ? `DRIVER_${error.kind.toUpperCase()}`
            : 'BENCH_FAULT';
      const message =
        error instanceof Error
          ? error instanceof BenchError
            ? error.message
            : (error.stack ?? error.message)
          : String(error);
      return { id, error: { kind: 'bench', code, message } };
    }
  }

  await new Promise<void>((resolve) => server.listen(path, resolve));
  return {
    path,
    async close() {
      for (const socket of sockets) socket.destroy();
      await new Promise((resolve) => server.close(resolve));
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
