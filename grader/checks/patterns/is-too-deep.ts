import { ts } from 'ts-morph';

/** Far deeper than people write, and far from where a reader of ours runs out of stack. */
const MAX_DEPTH = 500;

/** Whether a source is nested so deeply that a recursive reader may run out of stack. */
export function isTooDeep(text: string): boolean {
  try {
    let level: readonly ts.Node[] = [ts.createSourceFile('a.ts', text, ts.ScriptTarget.ES2024)];
    for (let depth = 0; level.length > 0; depth++) {
      if (depth > MAX_DEPTH) return true;
      level = level.flatMap(childrenOf);
    }
    return false;
  } catch (error) {
    if (error instanceof RangeError) return true;
    throw error;
  }
}

function childrenOf(node: ts.Node): readonly ts.Node[] {
  const children: ts.Node[] = [];
  ts.forEachChild(node, (child) => void children.push(child));
  return children;
}
