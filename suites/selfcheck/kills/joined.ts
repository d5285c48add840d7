/** Tables of flaws as one: a flaw that stands in several of them makes all fail that stands behind it. */
export type Kills = Readonly<Record<string, readonly string[]>>;

export function joined(...tables: readonly Kills[]): Kills {
  const all: Record<string, readonly string[]> = {};
  for (const [flaw, ids] of tables.flatMap((table) => Object.entries(table))) {
    all[flaw] = [...new Set([...(all[flaw] ?? []), ...ids])];
  }
  return all;
}
