/** The call scripts by name. A new one is an entry in the file of its group. */
import { connections } from './call-scripts/connections.ts';
import { cryptoLines } from './call-scripts/crypto-lines.ts';
import { flows } from './call-scripts/flows.ts';
import { honest } from './call-scripts/honest.ts';
import { opportunistic } from './call-scripts/opportunistic.ts';
import { packets } from './call-scripts/packets.ts';
import { suites } from './call-scripts/suites.ts';
import type { CallScript } from './call-script.ts';

const all = { ...honest, ...connections, ...cryptoLines, ...suites, ...flows, ...opportunistic, ...packets };

export type CallScriptName = keyof typeof all;

export const callScripts: Readonly<Record<CallScriptName, CallScript>> = all;

/** The entry that one is compared with. Throws where its `like` names none. */
export function likeOf(name: CallScriptName): CallScriptName {
  const { like = 'honest' } = callScripts[name];
  if (!Object.hasOwn(all, like)) throw new Error(`the call script ${name} is compared with ${like}, which is none`);
  return like as CallScriptName;
}
