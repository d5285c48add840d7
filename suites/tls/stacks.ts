/** What TLS stacks made of the rows of the scripted server, joined. */
import { caseOf, type CaseId } from '../../harness/requirement.ts';
import type { StackComparison } from '../../harness/stack-comparison.ts';
import { scriptedServer } from './cases.ts';
import { answers as alerts } from './stacks/alerts.ts';
import { answers as controls } from './stacks/controls.ts';
import { answers as extensions } from './stacks/extensions.ts';
import { answers as hello13 } from './stacks/hello13.ts';
import { answers as keyExchange } from './stacks/key-exchange.ts';
import { answers as messages } from './stacks/messages.ts';
import { answers as proof } from './stacks/proof.ts';
import { answers as records } from './stacks/records.ts';
import { answers as retry } from './stacks/retry.ts';
import { stacks, type StackAnswers } from './stacks/stacks.ts';
import { answers as suites } from './stacks/suites.ts';
import { answers as versions } from './stacks/versions.ts';

const groups = [controls, versions, suites, extensions, keyExchange, hello13, retry, messages, records, alerts, proof];

/** Throws for an answer to a case that does not exist. */
export const stackComparison: StackComparison = compared(groups);

function compared(groups: readonly StackAnswers[]): StackComparison {
  const answers = new Map(
    groups.flatMap((group) => Object.entries(group).map(([id, row]) => [caseOf(id).id as CaseId, row])),
  );
  const scripted = Object.keys(scriptedServer) as CaseId[];
  return { stacks, answers, unmeasured: scripted.filter((id) => !answers.has(id)) };
}
