/** Name constraints: which names an authority may certify (RFC 5280 §4.2.1.10, §6.1.3(b) and (c)). */
import type { Flaws } from '../flaws.ts';
import { isSelfIssued, type Certificate } from './certificate.ts';
import { readNodes, readOnly, tags } from './der.ts';
import { isWithin, readDistinguishedName, type DistinguishedName } from './distinguished-name.ts';
import type { Effort } from './effort.ts';
import { nameForms } from './general-names.ts';
import { CertificateProblem } from './problem.ts';
import { coversSomeWithin, isAddressWithin, isDnsWithin, isMailboxWithin, isUriWithin } from './subtree.ts';

interface Subtree {
  /** Tag of the GeneralName. */
  form: number;
  base: Buffer;
  text: string;
  /** Of a directoryName. */
  directory: DistinguishedName | null;
}

interface Constraints {
  permitted: Subtree[];
  excluded: Subtree[];
}

const emailAddress = '1.2.840.113549.1.9.1';

function readSubtrees(list: Buffer | undefined): Subtree[] {
  return readNodes(list ?? Buffer.alloc(0)).map(({ content }) => {
    const [base, ...limits] = readNodes(content);
    // §4.2.1.10: minimum MUST be zero, which DER leaves out, and maximum MUST be absent.
    if (base === undefined || limits.length > 0) throw new Error('a subtree with limits');
    const { tag: form, content: octets } = base;
    if (form === nameForms.address && octets.length !== 8 && octets.length !== 32)
      throw new Error('an address without its mask');
    const directory = form === nameForms.directory ? readDistinguishedName(readOnly(octets)) : null;
    return { form, base: octets, text: octets.toString('latin1'), directory };
  });
}

/** Throws Error when the value is no NameConstraints. */
function readConstraints(value: Buffer): Constraints {
  const sequence = readOnly(value);
  const lists = readNodes(sequence.content);
  if (sequence.tag !== tags.sequence || lists.length === 0) throw new Error('no constraints');
  const list = (tag: number): Subtree[] => readSubtrees(lists.find((node) => node.tag === tag)?.content);
  return { permitted: list(0xa0), excluded: list(0xa1) };
}

/** A name of a certificate, and whether it lies in a subtree of its form; null: that cannot be said. */
interface Constrained {
  form: number;
  shown: string;
  within(subtree: Subtree): boolean | null;
  /** Whether it stands for a name in there. */
  touches?(subtree: Subtree): boolean;
}

const dnsName = (shown: string): Constrained => ({
  form: nameForms.dns,
  shown,
  within: ({ text }) => isDnsWithin(shown, text),
  touches: ({ text }) => coversSomeWithin(shown, text),
});

const mailbox = (shown: string): Constrained => ({
  form: nameForms.mailbox,
  shown,
  within: ({ text }) => isMailboxWithin(shown, text),
});

/**
 * The names that constraints act on. Without a subjectAltName a mailbox in the subject counts, as RFC 5280 says, and of
 * the peer's own certificate the CN as well, since the device can be told to take it for a host name.
 */
function namesOf(certificate: Certificate, isLeaf: boolean): Constrained[] {
  const { subject, names, commonNames, title } = certificate;
  const directory = [...(subject.relative.length > 0 ? [subject] : []), ...(names?.directory ?? [])];
  const inSubject = subject.attributes.filter(({ type }) => type === emailAddress).map((attribute) => attribute.text);
  return [
    ...directory.map((name) => ({
      form: nameForms.directory,
      shown: title,
      within: ({ directory: base }: Subtree) => base && isWithin(name, base),
    })),
    ...(names?.dns ?? (isLeaf ? commonNames : [])).map(dnsName),
    ...(names?.mailboxes ?? inSubject).map(mailbox),
    ...(names?.uris ?? []).map((shown) => ({
      form: nameForms.uri,
      shown,
      within: ({ text }: Subtree) => isUriWithin(shown, text),
    })),
    ...(names?.addresses ?? []).map((address) => ({
      form: nameForms.address,
      shown: address.toString('hex'),
      within: ({ base }: Subtree) => isAddressWithin(address, base),
    })),
    // §4.2.1.10: a constraint on a form that is not processed refuses every name of that form.
    ...(names?.otherForms ?? []).map((form) => ({ form, shown: 'a name of another form', within: () => null })),
  ];
}

function checkOne(name: Constrained, { permitted, excluded }: Constraints, flaws: Flaws): string | null {
  const fitting = (list: Subtree[]): Subtree[] => list.filter(({ form }) => form === name.form);
  const shown = JSON.stringify(name.shown);
  for (const subtree of fitting(excluded)) {
    const within = name.within(subtree);
    if (within === null) return `the constraint on names such as ${shown} cannot be applied`;
    const touches = name.touches?.(subtree) && !flaws.has('overlooks-wildcards-in-constraints');
    if (within || touches) return `${shown} is excluded`;
  }
  const allowed = fitting(permitted).map((subtree) => name.within(subtree));
  if (allowed.includes(null)) return `the constraint on names such as ${shown} cannot be applied`;
  return allowed.length > 0 && !allowed.includes(true) ? `${shown} is not permitted` : null;
}

/**
 * The constraints of each authority act on all certificates below it, those of the anchor too (RFC 5937 §3.2). A critical
 * flag makes no difference. `path`: leaf first. Throws CertificateProblem.
 */
export function checkNameConstraints(path: readonly Certificate[], effort: Effort, flaws: Flaws): void {
  const constraining = path.map((certificate, n) => ({ certificate, n })).filter(({ n }) => n > 0);
  for (const { certificate: authority, n } of constraining) {
    if (authority.nameConstraints === null || flaws.has('ignores-name-constraints')) continue;
    const refuse = (what: string): never => {
      throw new CertificateProblem(
        'chain',
        'bad_certificate',
        `the authority ${authority.title} has name constraints: ${what} (RFC 5280 §4.2.1.10)`,
      );
    };
    if (flaws.has('refuses-name-constraints')) refuse('they are not understood');
    let constraints: Constraints;
    try {
      constraints = readConstraints(authority.nameConstraints);
    } catch (error) {
      return refuse(`they cannot be read, ${(error as Error).message}`);
    }
    const count = constraints.permitted.length + constraints.excluded.length;
    path.slice(0, n).forEach((below, m) => {
      // §6.1.3(b): a self-issued certificate is passed over, unless it is the last.
      if (m > 0 && isSelfIssued(below)) return;
      const names = namesOf(below, m === 0);
      effort.comparisons(names.length * count);
      for (const name of names) {
        const problem = checkOne(name, constraints, flaws);
        if (problem !== null) refuse(problem);
      }
    });
  }
}
