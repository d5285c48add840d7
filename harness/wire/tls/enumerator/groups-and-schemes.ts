/** Groups and signature schemes by elimination, as with suites: what was selected is not offered again. */
import { groupName } from '../registries/groups.ts';
import { signatureSchemeName } from '../registries/signature-schemes.ts';
import { suiteName } from '../registries/suites.ts';
import type { Dialler } from './dialler.ts';
import { helloRecords } from './hello-plan.ts';
import { allGroups, allSchemes, openHello, schemes13 } from './offers.ts';
import type { Eliminated } from './suites-by-elimination.ts';

/** Of the selected entries the names, in order. */
async function eliminated(
  all: readonly number[],
  nameOf: (number: number) => string,
  select: (offered: readonly number[]) => Promise<string | null>,
): Promise<string[]> {
  const left = new Set(all);
  const found: string[] = [];
  while (left.size > 0) {
    const selected = await select([...left]);
    const number = [...left].find((one) => nameOf(one) === selected);
    if (number === undefined) break;
    found.push(nameOf(number));
    left.delete(number);
  }
  return found;
}

/** Without a key share the listener has to name its group in a HelloRetryRequest (RFC 8446 §4.1.4). */
export const groups13 = (dialler: Dialler, { suites }: Eliminated, serverName: string | null): Promise<string[]> =>
  eliminated(allGroups, groupName, async (groups) => {
    const plan = { ...openHello('TLS 1.3', suites, serverName), groups, shares: [] };
    return (await dialler.ask(helloRecords(plan))).answer.group;
  });

/** Of ServerKeyExchange; the size of the prime where DHE is spoken. */
export async function groupsBefore13(
  dialler: Dialler,
  found: Eliminated,
  serverName: string | null,
): Promise<string[]> {
  const { version, suites } = found;
  const [curves, primes] = ['_ECDHE_', '_DHE_'].map((part) => suites.filter((one) => suiteName(one).includes(part)));
  const names: string[] = [];
  if (curves?.length) {
    names.push(
      ...(await eliminated(allGroups, groupName, async (groups) => {
        const plan = { ...openHello(version.version, curves, serverName), groups };
        return (await dialler.ask(helloRecords(plan), 'flight')).answer.group;
      })),
    );
  }
  if (primes?.length) {
    const { answer } = await dialler.ask(helloRecords(openHello(version.version, primes, serverName)), 'flight');
    if (answer.group) names.push(answer.group);
  }
  return names;
}

/** Of ServerKeyExchange in TLS 1.2. */
export async function schemes12(
  dialler: Dialler,
  { suites }: Eliminated,
  serverName: string | null,
): Promise<string[]> {
  const signed = suites.filter((one) => /_(ECDHE|DHE)_(RSA|ECDSA|DSS)_/.test(suiteName(one)));
  if (signed.length === 0) return [];
  return eliminated(allSchemes, signatureSchemeName, async (schemes) => {
    const plan = { ...openHello('TLS 1.2', signed, serverName), schemes };
    return (await dialler.ask(helloRecords(plan), 'flight')).answer.signatureScheme;
  });
}

/** CertificateVerify is encrypted: whoever has no use for the only scheme that is offered refuses the hello. */
export async function schemesOf13(
  dialler: Dialler,
  { suites }: Eliminated,
  serverName: string | null,
): Promise<string[]> {
  const taken = await Promise.all(
    schemes13.map(async (scheme) => {
      const plan = { ...openHello('TLS 1.3', suites, serverName), schemes: [scheme] };
      return (await dialler.ask(helloRecords(plan))).answer.outcome === 'hello' ? [signatureSchemeName(scheme)] : [];
    }),
  );
  return taken.flat();
}
