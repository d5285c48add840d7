/** The rules of the catalogue that ClientHellos break, for who looks at hellos without a run. */
import { finding, type SeenHello } from '../../harness/judge/tls/hello-conformity.ts';
import { helloRules } from '../../harness/judge/tls/hello-rules.ts';
import { requirementsOf } from '../../harness/requirement.ts';
import type { Catalogue } from '../catalogue.ts';

export interface BrokenRule {
  case: string;
  requirement: string;
  level: string;
  seen: string;
}

/** By this hello, and by what it has in common with earlier ones of the device. MUST before the others. */
export function brokenRules(
  hello: SeenHello,
  earlier: readonly SeenHello[],
  { cases, requirements }: Catalogue,
): BrokenRule[] {
  const broken = [...cases.values()].flatMap((row): BrokenRule[] => {
    // A rule about the name needs a device that was told to reach one.
    if (!row.hello || row.serves.target) return [];
    const rule = helloRules[row.hello];
    const { verdict, seen: words } = finding(rule, 'brokenTogether' in rule ? [...earlier, hello] : [hello]);
    const [requirement = ''] = requirementsOf(row);
    const level = requirements.get(requirement)?.level ?? '';
    return verdict === 'fail' ? [{ case: row.id, requirement, level, seen: words.split('; in ')[0] ?? words }] : [];
  });
  return [...broken.filter(({ level }) => level === 'MUST'), ...broken.filter(({ level }) => level !== 'MUST')];
}
