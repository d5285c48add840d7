/**
 * How well the alert of a refusal fits: the one that the clause names, another, or none. It decides nothing, as a refusal
 * is one whatever alert ends it.
 */
import type { Attempt } from '../harness/evidence.ts';
import { happeningOf } from './happenings.ts';
import type { Row } from './run-record.ts';

export interface AlertGrade {
  grade: 'fits' | 'another' | 'none';
  /** `fits`, `not 47`, `none` */
  words: string;
}

/** @param fitting codes that fit, best first; of rows without any nothing is said */
export function alertGrade(
  { verdict }: Pick<Row, 'verdict'>,
  attempt: Attempt,
  fitting: readonly number[] | undefined,
): AlertGrade | null {
  if (!fitting?.length || (verdict !== 'pass' && verdict !== 'observed')) return null;
  const fatal = attempt.connections.flatMap(({ alerts }) => alerts.filter(({ level }) => level === 'fatal'));
  const alert = fatal.find(({ from }) => from === 'device');
  if (alert) {
    return fitting.includes(alert.code)
      ? { grade: 'fits', words: 'fits' }
      : { grade: 'another', words: `not ${fitting.join(' or ')}` };
  }
  // Whoever is told by an alert that it is over has nothing more to say.
  const told = fatal.length > 0;
  return happeningOf(attempt).kind === 'refused' && !told ? { grade: 'none', words: 'none' } : null;
}
