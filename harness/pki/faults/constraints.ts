/** Faults of what an authority may issue: the length of the path, names (RFC 5280 §4.2.1.10), policies. */
import type { CertificatePlan } from '../certificate.ts';
import type { ChainPlan, GoodChain, Workshop } from '../chain.ts';
import { nameConstraints, requireExplicitPolicy } from '../extensions.ts';
import type { CertificateFault, Difference } from '../fault.ts';
import { special } from './chain.ts';
import { parent } from './leaf-names.ts';
import { nameFaults } from './names.ts';
import { changedIntermediate, intermediateWith, renamed } from './variants.ts';

const constrained = [...renamed, 'intermediate X509v3 Name Constraints'] as const satisfies Difference[];

export const constraintFaults = {
  'path-length-kept': {
    title: 'An upper intermediate of path length 1 has issued the intermediate.',
    differs: [...renamed, 'intermediate issuer', 'intermediate key', 'intermediate signer', 'sent'],
    make: (good) => underPathLength(good, 1),
  },
  'path-length-exceeded': {
    title: 'An upper intermediate of path length 0 has issued the intermediate.',
    control: 'path-length-kept',
    differs: [...renamed, 'intermediate issuer'],
    make: (good) => underPathLength(good, 0),
  },
  'root-path-length-kept': {
    title: 'An uploaded root of path length 1 has issued the intermediate.',
    differs: [...renamed, 'intermediate issuer', 'intermediate signer'],
    make: (good, shop) => underRootOfPathLength(good, shop, 1),
  },
  'root-path-length-exceeded': {
    title: 'An uploaded root of path length 0 has issued the intermediate.',
    control: 'root-path-length-kept',
    differs: [...renamed, 'intermediate issuer'],
    make: (good, shop) => underRootOfPathLength(good, shop, 0),
  },
  'permits-other-domain': intermediateWith(
    'The intermediate permits the names of another domain only.',
    'Permitting Another Domain',
    { extensions: [nameConstraints({ permitted: [{ dns: 'other.test' }] })] },
    'intermediate X509v3 Name Constraints',
  ),
  'excludes-domain': {
    title: "The intermediate excludes the host's parent domain.",
    differs: constrained,
    make: (good, { host }) =>
      changedIntermediate(good, 'Excluding The Domain', {
        extensions: [nameConstraints({ excluded: [{ dns: parent(host) }] })],
      }),
  },
  'permits-domain': {
    title: "The intermediate permits the host's parent domain only.",
    differs: constrained,
    make: (good, { host }) =>
      changedIntermediate(good, 'Permitting The Domain', {
        extensions: [nameConstraints({ permitted: [{ dns: parent(host) }] })],
      }),
  },
  'constraints-not-critical': {
    title: "The intermediate permits the host's parent domain only, and says so without being critical.",
    control: 'permits-domain',
    differs: constrained,
    make: (good, { host }) =>
      changedIntermediate(good, 'Permitting Without Being Critical', {
        extensions: [nameConstraints({ permitted: [{ dns: parent(host) }] }, false)],
      }),
  },
  'wildcard-over-excluded-name': {
    title: 'The intermediate excludes one name of those that the wildcard of the leaf stands for.',
    control: 'wildcard-name',
    differs: constrained,
    make: (good, shop) => {
      const excluded = [{ dns: `bad.${parent(shop.host)}` }];
      const chain = changedIntermediate(good, 'Excluding One Name', { extensions: [nameConstraints({ excluded })] });
      return { ...chain, leaf: nameFaults['wildcard-name'].make(good, shop).leaf };
    },
  },
  'permits-other-uris': {
    title: 'The intermediate permits the URIs of another domain only, the leaf has a SIP URI beside its DNS name.',
    control: 'sip-uri-and-address',
    differs: constrained,
    make: (good, shop) => {
      const permitted = [{ uri: '.other.test' }];
      const chain = changedIntermediate(good, 'Permitting Other URIs', {
        extensions: [nameConstraints({ permitted })],
      });
      return { ...chain, leaf: nameFaults['sip-uri-and-address'].make(good, shop).leaf };
    },
  },
  'permits-other-addresses': intermediateWith(
    'The intermediate permits the addresses of another network only.',
    'Permitting Other Addresses',
    { extensions: [nameConstraints({ permitted: [{ ip: '10.0.0.0', mask: '255.0.0.0' }] })] },
    'intermediate X509v3 Name Constraints',
  ),
  'explicit-policy-required': intermediateWith(
    'The intermediate requires an explicit policy, and no certificate names one.',
    'Requiring A Policy',
    { extensions: [requireExplicitPolicy(0)] },
    'intermediate X509v3 Policy Constraints',
  ),
} satisfies Record<string, CertificateFault>;

/** The intermediate stands under an upper one that allows so many intermediates below itself. */
function underPathLength(good: GoodChain, pathLength: number): ChainPlan {
  const upper: CertificatePlan = {
    ...special(good, `Of Path Length ${pathLength}`),
    basicConstraints: { authority: true, pathLength },
  };
  const lower = { ...special(good, `Below Path Length ${pathLength}`), key: { name: 'depth-1' } };
  return { ...good, above: [lower, upper] };
}

function underRootOfPathLength(good: GoodChain, shop: Workshop, pathLength: number): ChainPlan {
  const root: CertificatePlan = {
    ...shop.root(`Ringproof Root Of Path Length ${pathLength}`),
    basicConstraints: { authority: true, pathLength },
  };
  return {
    ...good,
    above: [special(good, `Below Root Of Path Length ${pathLength}`)],
    root,
    anchor: (made) => made.root,
  };
}
