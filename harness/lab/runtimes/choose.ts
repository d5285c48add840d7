/** Which runtime a run takes, and why: the report says it. */
import { accepting, ConfigurationError, LabError } from '../../errors.ts';
import { findProgram, labPrograms } from '../programs.ts';
import { engineAnswers } from './engine.ts';
import { ensureImage } from './image.ts';

export const runtimeWishes = ['auto', 'containers', 'local'] as const;
export type RuntimeWish = (typeof runtimeWishes)[number];

/** The variable that wishes for a runtime where the command line says nothing. */
export const runtimeVariable = 'RINGPROOF_RUNTIME';

/** Why there are no containers, where this command has found it out already; asking a silent engine takes 5 s. */
const noEngineVariable = 'RINGPROOF_NO_ENGINE';

export interface ChosenRuntime {
  runtime: 'containers' | 'local';
  why: string;
}

/** From `--runtime`, else from RINGPROOF_RUNTIME, else `auto`. Throws ConfigurationError for any other word. */
export function wishedRuntime(fromCommandLine: string | undefined): RuntimeWish {
  const word = fromCommandLine ?? process.env[runtimeVariable] ?? 'auto';
  const wish = runtimeWishes.find((known) => known === word);
  if (wish) return wish;
  const where = fromCommandLine === undefined ? runtimeVariable : '--runtime';
  throw new ConfigurationError('RUNTIME', `${where}: "${word}" is no runtime`, {
    hint: accepting(word, runtimeWishes),
  });
}

/** Throws LabError where `containers` was asked for and cannot be had. */
export async function chooseRuntime(wish: RuntimeWish, onBuild?: () => void): Promise<ChosenRuntime> {
  if (wish === 'local') return { runtime: 'local', why: 'asked for' };
  const known = process.env[noEngineVariable];
  if (wish === 'auto' && known) return { runtime: 'local', why: known };
  const engine = await engineAnswers();
  if (!engine.ok) {
    if (wish === 'auto') return { runtime: 'local', why: `no container engine answers (${engine.reason})` };
    throw new LabError('LAB_NO_ENGINE', `no container engine answers: ${engine.reason}`, {
      hint: 'start one, or take --runtime local',
    });
  }
  try {
    await ensureImage(onBuild);
  } catch (error) {
    if (wish === 'containers') throw error;
    return { runtime: 'local', why: `${engine.reason} answers, but ${firstLine(error)}` };
  }
  return {
    runtime: 'containers',
    why: wish === 'containers' ? `asked for; ${engine.reason}` : `${engine.reason} answers`,
  };
}

/** Whether this machine has the programs for the local runtime, and what lacks. */
export function localIsPossible(): { ok: boolean; reason: string } {
  const missing = labPrograms.filter((name) => name !== 'tcc' && !findProgram(name));
  return missing.length === 0
    ? { ok: true, reason: 'all programs are there' }
    : { ok: false, reason: `missing: ${missing.join(', ')}` };
}

const firstLine = (error: unknown): string =>
  String(error instanceof Error ? error.message : error).split('\n')[0] ?? '';
