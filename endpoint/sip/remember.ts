const USUALLY_REMEMBERED = 32;

/** Keeps the last few entries: the oldest goes first, so that a peer can grow none of it without bound. */
export function remember<Value>(where: Map<string, Value>, key: string, value: Value, most = USUALLY_REMEMBERED): void {
  where.delete(key);
  where.set(key, value);
  const [oldest] = where.keys();
  if (where.size > most && oldest !== undefined) where.delete(oldest);
}
