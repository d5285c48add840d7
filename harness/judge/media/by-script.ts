/** Rows of one requirement that differ in what the far end does, and so in what has to come of it. */
import type { CallScriptName } from '../../farend/call-scripts.ts';
import type { Judge } from '../../requirement.ts';

/** The judge of the script that the case names; the usual one for all others. */
export function byScript(judges: Readonly<Partial<Record<CallScriptName, Judge>>>, usual: Judge): Judge {
  return (evidence, context) => {
    const script = context.case?.call?.script;
    return ((script && judges[script]) ?? usual)(evidence, context);
  };
}
