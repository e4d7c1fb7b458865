/** Lets at most `most` pieces of work run at once; the others wait in the order in which they came. */
export function createTurns(most: number): <T>(work: () => Promise<T>) => Promise<T> {
  const waiting: (() => void)[] = [];
  let running = 0;
  return async (work) => {
    if (running >= most) await new Promise<void>((resolve) => waiting.push(resolve));
    else running += 1;
    try {
      return await work();
    } finally {
      // The place is handed on, not given back and taken again: nobody can overtake.
      const next = waiting.shift();
      if (next === undefined) running -= 1;
      else next();
    }
  };
}
