import { ts } from 'ts-morph';
import { changedAt, methodsThatChangeThis } from './changes.ts';
import { findKeptClosures } from './find-kept-closures.ts';
import { nodesOf } from './nodes-of.ts';
import { callsByFunction, originsOf } from './origins-of.ts';
import { runsAfterLoading, runsLater, usedLater } from './runs-later.ts';
import { memberNameOf, skipTypes } from './syntax.ts';

/**
 * The constants and classes of modules that functions change from afar: from another file, under another name, through
 * the methods of an object of their own, or inside of a closure. What the file of a constant does to it by its name is found without types.
 */
export function findModuleState(files: readonly ts.SourceFile[], checker: ts.TypeChecker): readonly ts.Node[] {
  const nodes = files.flatMap(nodesOf);
  const selfChanging = methodsThatChangeThis(nodes, checker);
  const later = [...nodes.filter(runsLater), ...boundForLater(nodes, checker)];
  const changed = later.flatMap((node) => changedAt(node, checker, selfChanging));
  const sources = { checker, calls: callsByFunction(nodes, checker) };
  const origins = changed.flatMap((object) => {
    const found = originsOf(object, sources);
    const isTable = found.length > 0 && runsLater(object) && !runsAfterLoading(object, checker);
    return isTable ? [] : found;
  });
  const closures = findKeptClosures(nodes, checker, selfChanging);
  return [...new Set([...origins, ...closures])].filter((origin) => files.includes(origin.getSourceFile()));
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
