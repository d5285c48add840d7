/**
 * The order of messages as a document tells it, beside what was seen. The document is data in words of our own; where it
 * tells what the protocol does not know, the document is at fault and no device.
 */
import type { Connection } from '../../evidence.ts';
import { handshakeFacts, isCloseNotify, wordFor, type HandshakeFacts } from './message-order.ts';

export interface ToldStep {
  /** As the document numbers it; several messages may be one step. */
  step: number;
  from: 'device' | 'lab' | 'either';
  type: string;
  /** Whether the step is to be expected; always, where the document names no condition. */
  when?: (facts: HandshakeFacts) => boolean;
}

export interface ToldOrder {
  title: string;
  steps: readonly ToldStep[];
  /** What is wrong with the document itself: said where the difference is seen. */
  defects: readonly Defect[];
}

export interface Defect {
  /** That the document gets wrong, or where it leaves the message out. */
  step: number;
  difference: Difference['kind'];
  type: string;
  why: string;
}

export interface Difference {
  /** `absent`: told, not seen. `untold`: seen, not told. `elsewhere`: at another place. `sender`: from the other side. */
  kind: 'absent' | 'untold' | 'elsewhere' | 'sender';
  /** Null where the document does not tell of it. */
  step: number | null;
  type: string;
}

interface Item {
  from: ToldStep['from'];
  type: string;
  step: number | null;
}

const isSame = (told: Item, seen: Item): boolean =>
  told.type === seen.type && (told.from === 'either' || told.from === seen.from);

/** The differences between what is told and what was seen, in the order of the document, then of the wire. */
export function differences(order: ToldOrder, connection: Connection): Difference[] {
  const facts = handshakeFacts(connection);
  const told = order.steps.filter(({ when }) => when?.(facts) ?? true);
  const seen = seenIn(connection);
  const kept = longestCommon(told, seen);
  const missing = told.filter((_, index) => !kept.some(([at]) => at === index));
  const extra = seen.filter((_, index) => !kept.some(([, at]) => at === index));
  const found = missing.map((one): Difference => {
    const moved = extra.findIndex((other) => isSame(one, other));
    const swapped = moved >= 0 ? moved : extra.findIndex(({ type }) => type === one.type);
    if (swapped < 0) return { kind: 'absent', step: one.step, type: one.type };
    extra.splice(swapped, 1);
    return { kind: moved >= 0 ? 'elsewhere' : 'sender', step: one.step, type: one.type };
  });
  return [...found, ...extra.map(({ type }): Difference => ({ kind: 'untold', step: null, type }))];
}

/** The handshake, then application data and close_notify once each. */
function seenIn({ messages }: Connection): Item[] {
  const items = messages.flatMap((message): Item[] => {
    const { from, type, encrypted } = message;
    if (isCloseNotify(message)) return [{ from, type: 'close_notify', step: null }];
    if (type === 'encrypted_handshake' && encrypted) return [{ from, type: 'finished', step: null }];
    return type === 'alert' ? [] : [{ from, type, step: null }];
  });
  const collapsed = ['application_data', 'close_notify', 'new_session_ticket'];
  return items.filter(
    ({ type }, index) => !collapsed.includes(type) || items.findIndex((one) => one.type === type) === index,
  );
}

/** Pairs of indices of a longest common subsequence. */
function longestCommon(told: readonly Item[], seen: readonly Item[]): [number, number][] {
  const best: [number, number][][][] = Array.from({ length: told.length + 1 }, () =>
    Array.from({ length: seen.length + 1 }, () => []),
  );
  for (let row = told.length - 1; row >= 0; row--) {
    for (let column = seen.length - 1; column >= 0; column--) {
      const [below, right, both] = [best[row + 1]![column]!, best[row]![column + 1]!, best[row + 1]![column + 1]!];
      const longer = below.length >= right.length ? below : right;
      best[row]![column] = isSame(told[row]!, seen[column]!) ? [[row, column], ...both] : longer;
    }
  }
  return best[0]![0]!;
}

/** `step 5: ServerKeyExchange ...` for every difference; the document's defects in its own words. */
export function inSentences(order: ToldOrder, found: readonly Difference[]): { defects: string[]; others: string[] } {
  const defects: string[] = [];
  const others: string[] = [];
  for (const { kind, step, type } of found) {
    const defect = order.defects.find(
      (one) => one.difference === kind && one.type === type && (step === null || one.step === step),
    );
    if (defect) defects.push(`step ${defect.step}: ${defect.why}`);
    else others.push(step === null ? `${wordFor(type)} is not told` : `step ${step}: ${wordFor(type)} ${words[kind]}`);
  }
  return { defects: [...new Set(defects)], others: [...new Set(others)] };
}

const words: Record<Difference['kind'], string> = {
  absent: 'did not come',
  untold: 'is not told',
  elsewhere: 'came at another place',
  sender: 'came from the other side',
};
