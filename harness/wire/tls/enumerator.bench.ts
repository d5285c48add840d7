/** The enumerator against nmap and testssl on the same nginx: versions and suites, the job that all three do. */
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { enumerate } from './enumerator/enumerate.ts';
import { openNginx, pairsByNmap } from './enumerator/test-peers.ts';
import { pairsOf, versionsAndSuites } from './enumerator/versions-and-suites.ts';

export interface Measurement {
  name: string;
  value: number;
  unit: string;
  target: number | null;
  bound?: 'atLeast' | 'atMost';
}

const rounds = 5;
/** nmap opens as many. */
const parallel = 8;

/** About a minute, most of it testssl's. Needs nginx, openssl and nmap; testssl where it is installed. */
export async function bench(): Promise<Measurement[]> {
  const nginx = await openNginx();
  if (!nginx) throw new Error('there is no nginx, neither in the PATH nor in .lab');
  const { target } = nginx;
  try {
    const [own, nmap]: [number[], number[]] = [[], []];
    let [ownPairs, nmapPairs]: [string[], string[]] = [[], []];
    // In turn, so that what else the machine does falls on both.
    for (let round = 0; round < rounds; round++) {
      const began = performance.now();
      ownPairs = pairsOf(await versionsAndSuites(target, 'localhost', { parallel }));
      const between = performance.now();
      nmapPairs = pairsByNmap(target);
      own.push(between - began);
      nmap.push(performance.now() - between);
    }
    const began = performance.now();
    await enumerate({ target, serverName: 'localhost' });
    const whole = performance.now() - began;
    const same = ownPairs.filter((pair) => nmapPairs.includes(pair)).length / nmapPairs.length;
    const ratios = own.map((value, round) => value / (nmap[round] ?? value));
    return [
      { name: 'enumerator, versions and suites', value: median(own), unit: 'ms', target: null },
      { name: 'nmap ssl-enum-ciphers, the same', value: median(nmap), unit: 'ms', target: null },
      { name: 'enumerator against nmap', value: median(ratios), unit: 'ratio', target: 0.7, bound: 'atMost' },
      { name: 'pairs of version and suite found', value: ownPairs.length, unit: 'pairs', target: nmapPairs.length },
      { name: 'share of the pairs of nmap found', value: same, unit: 'ratio', target: 1 },
      { name: 'whole survey, two connections at a time', value: whole, unit: 'ms', target: null },
      ...testssl(`${target.host}:${target.port}`, ownPairs),
    ];
  } finally {
    nginx.stop();
  }
}

/** It takes half a minute, so once will do. */
function testssl(address: string, own: readonly string[]): Measurement[] {
  const folder = mkdtempSync(join(tmpdir(), 'testssl-'));
  const file = join(folder, 'found.json');
  try {
    const began = performance.now();
    run('testssl', ['--warnings', 'off', '--quiet', '-p', '-E', '--jsonfile', file, address]);
    const took = (performance.now() - began) / 1000;
    const found = JSON.parse(readFileSync(file, 'utf8')) as { id: string; finding: string }[];
    const pairs = found.filter(({ id }) => /^cipher-tls1/.test(id)).map(pairIn);
    const share = pairs.filter((pair) => own.includes(pair)).length / pairs.length;
    return [
      { name: 'testssl -p -E, the same and the protocols', value: took, unit: 's', target: null, bound: 'atMost' },
      { name: 'pairs that testssl found', value: pairs.length, unit: 'pairs', target: null },
      { name: 'share of the pairs of testssl found', value: share, unit: 'ratio', target: 1 },
    ];
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
    return [{ name: 'testssl is not installed', value: 0, unit: '', target: null }];
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Its exit status counts findings. */
function run(program: string, args: string[]): void {
  try {
    execFileSync(program, args, { stdio: 'ignore', env: { ...process.env, TERM: 'dumb' } });
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') throw error;
  }
}

/** `cipher-tls1_2_xc030` and a line that ends in the IANA name. */
const pairIn = ({ id, finding }: { id: string; finding: string }): string => {
  const version = /^cipher-tls1(?:_(\d))?_x/.exec(id)?.[1] ?? '0';
  return `TLS 1.${version} ${/(TLS_\w+)\s*$/.exec(finding.trim())?.[1] ?? finding}`;
};

const median = (values: number[]): number => values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? 0;
