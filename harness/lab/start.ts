/** Starts a lab: sweep, runtime, servers, peers. The same steps for both runtimes. */
import { performance } from 'node:perf_hooks';
import { LabLog } from './lab-log.ts';
import type { Lab, LabOptions } from './lab.ts';
import { Ledger, sweep } from './ledger.ts';
import { OwnPeers } from './own-peers.ts';
import { RunningLab } from './running-lab.ts';
import { openContainers } from './runtimes/containers.ts';
import { openLocal } from './runtimes/local.ts';
import type { LabRuntime } from './runtimes/runtime.ts';
import { portCounts as counts, startServers, type Servers } from './servers.ts';

/** Resolves when every program answers. Throws LabError with the program's last lines; then nothing of it is left. */
export async function startLab(options: LabOptions): Promise<Lab> {
  const began = performance.now();
  await sweep();
  const ledger = new Ledger();
  const log = new LabLog();
  const peers = new OwnPeers(options, log);
  let runtime: LabRuntime | undefined;
  let servers: Servers | undefined;
  try {
    runtime =
      options.runtime === 'local'
        ? await openLocal({ folder: options.folder, counts, ledger })
        : await openContainers({ counts, ledger });
    const versions = runtime.versions();
    const peersUp = peers.start();
    servers = await startServers(options, runtime, log);
    await peersUp;
    const parts = { options, log, ledger, runtime, peers, servers, versions: await versions };
    return new RunningLab({ ...parts, readyAfter: performance.now() - began });
  } catch (error) {
    await Promise.all([peers.stop(), servers?.stop()]);
    await runtime?.stop();
    ledger.close();
    throw error;
  }
}
