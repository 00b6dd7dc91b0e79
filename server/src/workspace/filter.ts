/** True where the name holds the query's characters in order, as quick picks match. */
export function matchesQuery(name: string, query: string | undefined): boolean {
  let index = 0;
  const wanted = (query ?? "").toLowerCase();
  for (const character of name.toLowerCase()) {
    if (character === wanted[index]) {
      index += 1;
    }
  }
  return index >= wanted.length;
}
