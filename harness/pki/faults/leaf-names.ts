/** The good certificate under other names: all that the groups of names have in common. */
import type { CertificateFault } from '../fault.ts';
import type { ChainPlan, GoodChain } from '../chain.ts';
import type { AlternativeName } from '../names.ts';

/** What a server of the lab may be called that is not the one asked for. */
export const foreignName = 'other.lab.test';

/** A host of somebody else, who has a valid certificate for it. */
export const attackerName = 'proxy.attacker.test';

/** The leaf bears that DNS name in both places, so that neither can be taken for the host. */
export function nameInstead(title: string, nameFor: (host: string) => string): CertificateFault {
  return {
    title,
    differs: ['leaf subject', 'leaf X509v3 Subject Alternative Name'],
    make: (good, { host }) => {
      const { leaf } = good;
      const name = nameFor(host);
      return { ...good, leaf: { ...leaf, subject: { ...leaf.subject, commonName: name }, names: [{ dns: name }] } };
    },
  };
}

/** The subjectAltName deviates, and no common name stands beside it that could be taken instead. */
export function namesInstead(title: string, namesFor: (host: string) => readonly AlternativeName[]): CertificateFault {
  return {
    title,
    control: 'dns-name-only',
    differs: ['leaf X509v3 Subject Alternative Name'],
    make: (good, { host }) => onlyNames(good, namesFor(host)),
  };
}

/** No common name, and these alternative names. */
export function onlyNames(good: GoodChain, names: readonly AlternativeName[]): ChainPlan {
  return { ...good, leaf: { ...good.leaf, subject: { ...good.leaf.subject, commonName: null }, names } };
}

/** The host's name without its first label: `lab.test` of `sip.lab.test`. */
export function parent(host: string): string {
  return host.slice(host.indexOf('.') + 1);
}
