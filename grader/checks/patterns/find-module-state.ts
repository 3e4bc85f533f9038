import { ts } from 'ts-morph';
import { changedAt, methodsThatChangeThis } from './changes.ts';
import { findKeptClosures } from './find-kept-closures.ts';
import { nodesOf } from './nodes-of.ts';
import { laterCalls, originsOf } from './origins-of.ts';
import { runsAfterLoading, runsLater, usedLater } from './runs-later.ts';
import { memberNameOf, skipTypes } from './syntax.ts';

export interface ModuleState {
  /** The constant or class. */
  readonly declaration: ts.Node;
  /** Where it is changed first; null where a closure holds the state. */
  readonly changedAt: ts.Node | null;
}

/**
 * The constants and classes of modules that functions change from afar: from another file, under another name, through
 * the methods of an object of their own, or inside of a closure. What the file of a constant does to it by its name is found without types.
 */
export function findModuleState(files: readonly ts.SourceFile[], checker: ts.TypeChecker): readonly ModuleState[] {
  const nodes = files.flatMap(nodesOf);
  const selfChanging = methodsThatChangeThis(nodes, checker);
  const later = [...nodes.filter(runsLater), ...boundForLater(nodes, checker)];
  const sources = { checker, callsOf: laterCalls(nodes, checker) };
  const found = new Map<ts.Node, ts.Node | null>();
  for (const object of later.flatMap((node) => changedAt(node, checker, selfChanging))) {
    const origins = originsOf(object, sources);
    const isTable = origins.length > 0 && runsLater(object) && !runsAfterLoading(object, checker);
    for (const origin of isTable ? [] : origins) found.set(origin, found.get(origin) ?? object);
  }
  for (const variable of findKeptClosures(nodes, checker, selfChanging))
    found.set(variable, found.get(variable) ?? null);
  return [...found]
    .filter(([declaration]) => files.includes(declaration.getSourceFile()))
    .map(([declaration, object]) => ({ declaration, changedAt: object }));
}

/** The calls of `bind` while a module loads whose results are used later: `const put = map.set.bind(map)`. */
function boundForLater(nodes: readonly ts.Node[], checker: ts.TypeChecker): readonly ts.Node[] {
  const bound = nodes.filter(
    (node) => ts.isCallExpression(node) && memberNameOf(skipTypes(node.expression)) === 'bind' && !runsLater(node),
  );
  if (bound.length === 0) return [];
  const used = usedLater(nodes, checker);
  return bound.filter(({ parent }) => used.has(parent));
}
