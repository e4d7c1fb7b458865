/** The recipes of docs/monitoring.md, as they stand there. */
import { readFileSync } from 'node:fs';

const DOCUMENT = new URL('../../docs/monitoring.md', import.meta.url);
const RECIPE = /<!-- recipe: ([\w-]+) -->\n+```\w+\n([\s\S]*?)```/g;

/** Name → code block. @throws Error when a mark has no block behind it. */
export function readRecipes(): ReadonlyMap<string, string> {
  const text = readFileSync(DOCUMENT, 'utf8');
  const recipes = new Map([...text.matchAll(RECIPE)].map(([, name = '', code = '']) => [name, code] as const));
  const marks = text.match(/<!-- recipe:/g)?.length ?? 0;
  if (recipes.size !== marks) throw new Error(`docs/monitoring.md has ${marks} marks and ${recipes.size} recipes`);
  return recipes;
}
