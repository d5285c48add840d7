/** The command line. Exit status: 0 conformant, 1 not conformant, 2 usage or configuration, 3 environment, 130 interrupted. */
import { Command, CommanderError } from 'commander';
import { BenchError, ConfigurationError } from '../harness/errors.ts';
import { bench } from './commands/bench.ts';
import { certify } from './commands/certify.ts';
import { compare } from './commands/compare.ts';
import { doctor } from './commands/doctor.ts';
import { endpoint } from './commands/endpoint.ts';
import { explain } from './commands/explain.ts';
import { judge } from './commands/judge.ts';
import { list } from './commands/list.ts';
import { tls } from './commands/tls.ts';
import { ringproofVersion } from './version.ts';

const program = new Command('ringproof')
  .description('Proves on the wire what a SIP endpoint really does about TLS, certificates, SRTP and provisioning.')
  .version(ringproofVersion())
  .showHelpAfterError('(`ringproof COMMAND --help` says more)')
  .exitOverride();

for (const add of [certify, list, explain, judge, compare, doctor, endpoint, bench, tls]) add(program);
for (const command of program.commands) command.exitOverride();

try {
  await program.parseAsync();
} catch (error) {
  process.exitCode = explainFailure(error);
}

function explainFailure(error: unknown): number {
  if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : 2;
  const usage = error instanceof ConfigurationError;
  const known = usage || error instanceof BenchError;
  process.stderr.write(`${known ? error.message : ((error as Error).stack ?? String(error))}\n`);
  return usage ? 2 : 3;
}
