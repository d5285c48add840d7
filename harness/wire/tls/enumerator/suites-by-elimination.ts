/**
 * Which suites a listener selects in a version: everything is offered, what it selects is taken out, and so on until it
 * selects nothing. So it costs one connection for each suite that it has and one more, not one for each that there is.
 */
import type { TlsVersion } from '../../../evidence.ts';
import type { SurveyedVersion } from '../../../survey-facts.ts';
import { alertNumbers } from '../registries/alerts.ts';
import { suiteName } from '../registries/suites.ts';
import { versionNumbers } from '../registries/versions.ts';
import type { Asked, Dialler } from './dialler.ts';
import { helloRecords } from './hello-plan.ts';
import { allSuites, openHello } from './offers.ts';

/** A hello of so many suites has been usual for long; some listeners take no larger one. */
const chunk = 60;

export interface Eliminated {
  version: SurveyedVersion;
  /** Numbers of its suites, in the same order. */
  suites: number[];
  /** DER, leaf first, of every selection that showed one in clear. */
  chains: Buffer[][];
}

interface Searched {
  found: number[];
  /** The answer to what was left. */
  end: Asked;
}

export async function suitesOf(dialler: Dialler, version: TlsVersion, serverName: string | null): Promise<Eliminated> {
  const chains: Buffer[][] = [];
  const select = async (offered: readonly number[]): Promise<{ selected: number | null; asked: Asked }> => {
    const asked = await dialler.ask(helloRecords(openHello(version, offered, serverName)), 'hello');
    if (asked.chain.length > 0) chains.push(asked.chain);
    const { hello } = asked;
    const isMeant = hello !== null && hello.version === versionNumbers[version] && offered.includes(hello.suite);
    return { selected: isMeant ? hello.suite : null, asked };
  };
  const among = async (offered: readonly number[]): Promise<Searched> => {
    const found: number[] = [];
    for (;;) {
      const { selected, asked } = await select(offered.filter((one) => !found.includes(one)));
      if (selected !== null) found.push(selected);
      if (selected === null || found.length === offered.length) return { found, end: asked };
    }
  };
  const whole = await among(allSuites(version));
  const { found, end } = mayBeTooLarge(whole) ? await amongParts(allSuites(version), among, whole) : whole;
  const order = await orderOf(async (offered) => (await select(offered)).selected, found);
  return { version: { version, suites: found.map(suiteName), order, end: end.answer }, suites: found, chains };
}

/** Refused without a word about the version: perhaps it is the size of the hello that it does not like. */
const mayBeTooLarge = ({ found, end: { answer } }: Searched): boolean =>
  found.length === 0 &&
  (answer.outcome === 'closed' || answer.outcome === 'alert') &&
  answer.alert?.code !== alertNumbers.protocol_version;

async function amongParts(
  all: readonly number[],
  among: (offered: readonly number[]) => Promise<Searched>,
  whole: Searched,
): Promise<Searched> {
  const parts = Array.from({ length: Math.ceil(all.length / chunk) }, (_, index) =>
    all.slice(index * chunk, (index + 1) * chunk),
  );
  if (parts.length === 1) return whole;
  const searched = await Promise.all(parts.map(among));
  // An end that is no refusal leaves open what else there is.
  const open = searched.find(({ end }) => !['alert', 'closed', 'hello'].includes(end.answer.outcome));
  return { found: searched.flatMap(({ found }) => found), end: open?.end ?? whole.end };
}

/** The last to be selected is offered first: whoever selects it goes by the client's order. */
async function orderOf(
  select: (offered: readonly number[]) => Promise<number | null>,
  found: readonly number[],
): Promise<SurveyedVersion['order']> {
  if (found.length < 2) return null;
  const selected = await select(found.toReversed());
  if (selected === found[0]) return 'server';
  return selected === found.at(-1) ? 'client' : 'neither';
}
