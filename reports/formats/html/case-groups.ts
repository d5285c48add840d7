/** The groups of the certificate catalogue, by the prefix of a case's id, in the order in which they are printed. */
const catalogue: readonly [prefix: RegExp, name: string][] = [
  [/^CTL-/, 'Controls'],
  [/^CH-/, 'Chain'],
  [/^DT-/, 'Dates'],
  [/^NM-/, 'Names'],
  [/^EX-/, 'Usage and constraints'],
  [/^KS-/, 'Keys and signatures'],
  [/^RV-/, 'Revocation'],
  [/^TS-/, 'Trust list'],
  [/^SS\//, 'Self-signed certificates'],
  [/^(MT-|GW\/)/, 'Mutual authentication'],
  [/^DG-/, 'Downgrade and session'],
];
const others: readonly [prefix: RegExp, name: string][] = [
  [/^PV-/, 'Provisioning server'],
  [/./, 'Other'],
];

export interface CaseGroup {
  name: string;
  ids: string[];
}

export const isOfCatalogue = (id: string): boolean => catalogue.some(([prefix]) => prefix.test(id));

/** Without the groups that hold none of the ids; within a group in the order given. */
export function groupsOf(ids: readonly string[]): CaseGroup[] {
  const nameOf = (id: string): string => [...catalogue, ...others].find(([prefix]) => prefix.test(id))?.[1] ?? '';
  return [...catalogue, ...others]
    .map(([, name]) => ({ name, ids: ids.filter((id) => nameOf(id) === name) }))
    .filter((group) => group.ids.length > 0);
}
