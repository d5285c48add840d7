/** Every rule on the ClientHello, joined. */
import { algorithmRules } from './hello-rules/algorithms.ts';
import { extensionRules } from './hello-rules/extensions.ts';
import type { HelloRule } from './hello-rules/rule.ts';
import { suiteRules } from './hello-rules/suites.ts';
import { versionRules } from './hello-rules/versions.ts';

const rules = { ...versionRules, ...suiteRules, ...algorithmRules, ...extensionRules };

export type HelloRuleName = keyof typeof rules;

export const helloRules: Readonly<Record<HelloRuleName, HelloRule>> = rules;
