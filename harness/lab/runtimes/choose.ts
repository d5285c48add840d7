/** Which runtime a run uses, and why: the report says so. */
import { LabError } from '../../errors.ts';
import { engineAnswers } from './engine.ts';

export interface ChosenRuntime {
  runtime: 'containers' | 'local';
  why: string;
}

/** `auto` takes containers where an engine answers within 5 s. Throws LabError where containers were asked for and none does. */
export async function chooseRuntime(wanted: 'auto' | 'containers' | 'local'): Promise<ChosenRuntime> {
  if (wanted === 'local') return { runtime: 'local', why: 'chosen by --runtime' };
  const { ok, reason } = await engineAnswers();
  if (ok)
    return { runtime: 'containers', why: wanted === 'auto' ? `a container ${reason} answers` : 'chosen by --runtime' };
  if (wanted === 'auto') return { runtime: 'local', why: `no container engine answers (${reason})` };
  throw new LabError('LAB_NO_ENGINE', `--runtime containers, but no container engine answers: ${reason}`, {
    hint: 'start the engine, or run with --runtime local',
  });
}
