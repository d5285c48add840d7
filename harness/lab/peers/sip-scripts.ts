/** The SIP scripts by name. A new one is an entry in the file of its group. */
import { authentication } from './sip-scripts/authentication.ts';
import { connections } from './sip-scripts/connections.ts';
import { keyedCalls } from './sip-scripts/keyed-calls.ts';
import { honest } from './sip-scripts/honest.ts';
import { secureUris } from './sip-scripts/secure-uris.ts';
import { torture } from './sip-scripts/torture.ts';
import type { SipScript } from './sip-script.ts';

const all = { ...honest, ...authentication, ...connections, ...keyedCalls, ...secureUris, ...torture };

export type SipScriptName = keyof typeof all;

export const sipScripts: Readonly<Record<SipScriptName, SipScript>> = all;

/** What an entry is compared with. */
export const honestScriptLike = (name: SipScriptName): SipScriptName =>
  (sipScripts[name].like as SipScriptName | undefined) ?? 'honest';
