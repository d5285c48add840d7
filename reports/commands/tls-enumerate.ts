/** `tls enumerate`: surveys a TLS listener by hellos of its own, and tells what it selects, prefers and bears with. */
import { isIP } from 'node:net';
import type { Command } from 'commander';
import { ConfigurationError, LabError } from '../../harness/errors.ts';
import { enumerate } from '../../harness/wire/tls/enumerator/enumerate.ts';
import { verdictsOn } from '../survey-verdicts.ts';
import { address } from './address.ts';
import { surveyInWords } from './survey-in-words.ts';

interface Options {
  json?: boolean;
  parallel: string;
  sni?: string;
}

/** Exit status: 0 no MUST is broken, 1 one is, 2 usage, 3 nothing there that speaks TLS. */
export function enumerateCommand(group: Command): void {
  group
    .command('enumerate')
    .argument('<address>', 'whom to ask, HOST:PORT')
    .description('ask a TLS listener for its versions, suites, groups, certificates and manners')
    .option('--parallel <number>', 'connections at a time; a small device may not stand many', '2')
    .option('--sni <name>', 'server name in the ClientHello; HOST where that is a name')
    .option('--json', 'print data only')
    .action(async (where: string, { json, parallel, sni }: Options) => {
      const target = address(where);
      const serverName = sni ?? (isIP(target.host) ? null : target.host);
      const survey = await enumerate({ target, serverName, limits: { parallel: counted(parallel) } });
      if (survey.versions.every(({ suites }) => suites.length === 0)) {
        throw new LabError('NO_TLS', `${where}: ${survey.trouble ?? 'no version of TLS is spoken'}`, {
          hint: survey.reached
            ? 'is it a port of TLS? StartTLS is not spoken here'
            : 'is the device on, and the port right?',
        });
      }
      const verdicts = verdictsOn(survey);
      const text = json
        ? JSON.stringify({ address: where, ...survey, verdicts }, null, 2)
        : surveyInWords(where, survey, verdicts);
      process.stdout.write(`${text}\n`);
      process.exitCode = verdicts.some(({ level, verdict }) => level === 'MUST' && verdict === 'fail') ? 1 : 0;
    });
}

function counted(text: string): number {
  if (/^[1-9]\d?$/.test(text)) return Number(text);
  throw new ConfigurationError('USAGE', `--parallel must be a number from 1 to 99, not "${text}"`);
}
