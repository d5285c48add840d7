/** `certify`: puts a device on the bench and prints a verdict. */
import { existsSync, mkdirSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Command } from 'commander';
import { ConfigurationError, accepting } from '../../harness/errors.ts';
import { policies } from '../../harness/profiles/policies.ts';
import { loadProfile, profileNames } from '../../harness/profiles/profile.ts';
import type { RunSettings } from '../../harness/run-settings.ts';
import { familyPattern } from '../../harness/requirement.ts';
import { idsOf, type Catalogue } from '../catalogue.ts';
import { currentCatalogue } from '../current-catalogue.ts';
import { projectFolder, readRecord, runsFolder } from '../outcome.ts';
import { readWaivers } from '../waivers.ts';
import { oneOf } from './accepted.ts';
import { here } from './place.ts';
import { playwright } from './playwright.ts';

export interface CertifyOptions {
  dut?: string;
  command?: string;
  profile?: string;
  persona?: string;
  area?: string;
  grep?: string;
  policy: string;
  gate?: string;
  failOn: string;
  runtime?: string;
  out?: string;
  slots?: string;
  waivers?: string;
  flaws?: string;
  recordOnly?: boolean;
}

const duts = ['bundled', 'baresip', 'command'] as const;
const defaultProfiles = { bundled: 'bundled', baresip: 'baresip', command: 'generic' } as const;

export function certify(program: Command): void {
  program
    .command('certify')
    .description('put a device on the bench and print a verdict')
    .option('--dut <driver>', `the driver of the device: ${duts.join(', ')} (default: bundled)`)
    .option('--command <line>', 'program and arguments of --dut command')
    .option('--profile <name>', 'what is known of the product (default: by the driver)')
    .option('--persona <name>', 'the bundled endpoint as one product')
    .option('--area <names>', 'only these areas, separated by commas')
    .option(
      '--grep <id>',
      'only this requirement, case or all variants of a case; any other text is handed to Playwright',
    )
    .option('--policy <name>', `how much a fail weighs: ${Object.keys(policies).join(', ')}`, 'bcp')
    .option('--gate <name>', 'baseline, claims or both (default: baseline, as long as no profile makes claims)')
    .option('--fail-on <level>', 'must or should', 'must')
    .option('--runtime <name>', 'auto, containers or local (default: RINGPROOF_RUNTIME, else auto)')
    .option('--out <folder>', 'where the run is written (default: reports/out/<id>)')
    .option('--slots <number>', 'labs with a device each, side by side')
    .option('--waivers <file>', 'known failures (default: waivers.yaml, where there is one)')
    .option('--flaws <names>', 'self-check: variants of the bundled endpoint, "all" or flaws separated by commas')
    .option('--record-only', 'record verdicts; none fails the run')
    .allowUnknownOption()
    .allowExcessArguments()
    .action(async (options: CertifyOptions, command: Command) => {
      process.exitCode = await certification(await settingsOf(options, command.args, process.argv.slice(3)));
    });
}

/** Checks every word before anything starts. Throws ConfigurationError. */
export async function settingsOf(
  options: CertifyOptions,
  passThrough: readonly string[],
  words: readonly string[],
  { catalogue = currentCatalogue, now = new Date() }: { catalogue?: Catalogue; now?: Date } = {},
): Promise<RunSettings> {
  const named =
    options.profile === undefined ? null : await loadProfile(oneOf('profile', options.profile, profileNames()));
  const dut = oneOf('driver', options.dut ?? named?.driver ?? 'bundled', duts);
  const profile = named?.name ?? defaultProfiles[dut];
  const gate = oneOf('gate', options.gate ?? 'baseline', ['baseline', 'claims', 'both']);
  if (gate !== 'baseline') {
    throw new ConfigurationError(
      'USAGE',
      `profile ${profile} makes no claims, so --gate ${gate} has nothing to judge; accepted: baseline`,
    );
  }
  if (dut === 'command' && !options.command) {
    throw new ConfigurationError('USAGE', '--dut command needs --command "PROGRAM ARGUMENTS"', {
      hint: 'see docs/drivers.md',
    });
  }
  if (options.persona !== undefined && dut !== 'bundled') {
    throw new ConfigurationError('USAGE', `--persona is for --dut bundled, not for ${dut}`);
  }
  if (options.persona !== undefined) oneOf('persona', options.persona, personaNames());
  const ids = [...catalogue.requirements.keys()];
  const waiversFile = waiversOf(options.waivers);
  const today = now.toISOString().slice(0, 10);
  const waivers = waiversFile === null ? [] : readWaivers(waiversFile, ids);
  const id = `${stamp(now)}-${dut}`;
  return {
    id,
    out: options.out === undefined ? join(runsFolder, id) : here(options.out),
    dut,
    ...(dut === 'command' && options.command ? { command: wordsOf(options.command) } : {}),
    profile,
    persona: options.persona ?? null,
    policy: oneOf('policy', options.policy, Object.keys(policies) as (keyof typeof policies)[]),
    gate,
    failOn: oneOf('level for --fail-on', options.failOn, ['must', 'should']),
    runtime: oneOf('runtime', options.runtime ?? process.env.RINGPROOF_RUNTIME ?? 'auto', [
      'auto',
      'containers',
      'local',
    ]),
    recordOnly: options.recordOnly ?? false,
    slots: slotsOf(options.slots, dut),
    areas: areasOf(options.area, catalogue),
    grep: options.grep === undefined ? null : checkedGrep(options.grep, catalogue),
    flaws: flawsOf(options.flaws, dut, catalogue),
    waiversFile,
    waived: waivers.filter((waiver) => waiver.expires >= today).map((waiver) => waiver.requirement),
    commandLine: ['ringproof certify', ...words].join(' '),
    passThrough: [...passThrough],
  };
}

/** Arguments for Playwright: areas are folders, an id is its tag, and what is not ours is handed on. */
export function playwrightArguments(
  settings: RunSettings,
  catalogue: Pick<Catalogue, 'requirements' | 'cases'>,
): string[] {
  return [
    ...(settings.areas ?? []).map((area) => `suites/${area}/`),
    ...(settings.grep === null ? [] : ['--grep', grepPattern(settings.grep, catalogue)]),
    ...settings.passThrough,
  ];
}

/** An id selects its tests and those of its variants, `KS-06` those of `KS-06/3072`; any other text is Playwright's. */
export function grepPattern(text: string, catalogue: Pick<Catalogue, 'requirements' | 'cases'>): string {
  const id = knownId(text, idsOf(catalogue));
  return id === undefined ? text : familyPattern(id);
}

/** As it is spelt in the catalogue: most ids are capitals, the names of variants need not be. */
function knownId(text: string, known: readonly string[]): string | undefined {
  const given = text.replace(/^@/, '').toLowerCase();
  return known.find((id) => id.toLowerCase() === given);
}

/** Runs and returns the exit status; `quiet` keeps the live list off the terminal. */
export async function certification(settings: RunSettings, quiet = false): Promise<number> {
  mkdirSync(settings.out, { recursive: true });
  rmSync(join(settings.out, 'run.json'), { force: true });
  const file = join(settings.out, 'settings.json');
  writeFileSync(file, `${JSON.stringify(settings, null, 2)}\n`);
  const { code } = await playwright(file, playwrightArguments(settings, currentCatalogue), quiet);
  if (!existsSync(join(settings.out, 'run.json'))) {
    if (code === 130) return 130;
    const flags = settings.passThrough.filter((word) => word.startsWith('-'));
    process.stderr.write(`No record was written to ${settings.out}: Playwright ended with ${code}.\n`);
    if (flags.length === 0) return 3;
    process.stderr.write(
      `These were handed to it: ${flags.join(' ')}; \`certify --help\` names the flags of certify.\n`,
    );
    return 2;
  }
  const record = readRecord(settings.out);
  if (record.benchFaults.some((fault) => fault.code === 'NO-TESTS')) return 2;
  return record.exit === 0 && code !== 0 ? 3 : record.exit;
}

function waiversOf(given: string | undefined): string | null {
  if (given !== undefined) return here(given);
  const usual = here('waivers.yaml');
  return existsSync(usual) ? usual : null;
}

function areasOf(given: string | undefined, catalogue: Catalogue): string[] | null {
  if (given === undefined) return null;
  const known = [...new Set([...catalogue.requirements.values()].map((one) => one.area))];
  return given.split(',').map((area) => oneOf('area', area.trim(), known));
}

/** An id that does not exist is a mistake, not a text to search for. */
function checkedGrep(text: string, catalogue: Catalogue): string {
  const id = text.replace(/^@/, '').toUpperCase();
  const known = idsOf(catalogue);
  if (!/^[A-Z]{2,6}-\d+(\/\S*)?$/.test(id) || knownId(text, known) !== undefined) return text;
  throw new ConfigurationError('USAGE', `no requirement or case "${text}"; ${accepting(id, known)}`);
}

function flawsOf(given: string | undefined, dut: string, catalogue: Catalogue): RunSettings['flaws'] {
  if (given === undefined) return null;
  if (dut !== 'bundled') throw new ConfigurationError('USAGE', `--flaws is for --dut bundled, not for ${dut}`);
  if (given === 'all') return 'all';
  return given.split(',').map((flaw) => oneOf('flaw', flaw.trim(), catalogue.flaws));
}

/** A run waits more than it works: the bundled endpoint and its lab cost little, so four share two cores. */
const defaultSlots = { bundled: 4, baresip: 2, command: 1 } as const;

/** The personas that the endpoint ships, by their files: its code is not ours to import. */
function personaNames(): string[] {
  const notPersonas = ['persona', 'known'];
  return readdirSync(join(projectFolder, 'endpoint/personas'))
    .filter((file) => file.endsWith('.ts') && !file.endsWith('.test.ts'))
    .map((file) => file.slice(0, -3))
    .filter((name) => !notPersonas.includes(name));
}

function slotsOf(given: string | undefined, dut: (typeof duts)[number]): number {
  if (given === undefined) return defaultSlots[dut];
  const slots = Number(given);
  if (Number.isInteger(slots) && slots >= 1 && slots <= 16) return slots;
  throw new ConfigurationError('USAGE', `--slots "${given}" is no number of slots; accepted: 1 to 16`);
}

/** Splits as a shell would with plain words and quotes; nothing is expanded. */
export function wordsOf(line: string): string[] {
  return [...line.matchAll(/"([^"]*)"|'([^']*)'|(\S+)/g)].map((found) => found[1] ?? found[2] ?? found[3] ?? '');
}

const stamp = (now: Date): string => now.toISOString().slice(0, 19).replace(/[-:]/g, '').replace('T', '-');
