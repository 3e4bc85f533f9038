/** Ports between which messages take turns of the event loop: watched where a solution names them, and not there where it does not. */

import { confineRealm, define, type Background } from './realm.ts';

/** Confines the realm for a script, with ports where it names them. */
export function confineRealmFor(code: string): Background {
  const usesPorts = /Message(?:Channel|Event)/.test(code);
  if (usesPorts) loadPortEvents();
  const background = confineRealm();
  if (usesPorts) watchPorts(background);
  else removePorts();
  return background;
}

/**
 * Loads the events of ports, to be called while nothing is taken away yet. Node does that when the first message comes, with all of its
 * HTTP client, which keeps what it finds in the realm at that moment, and leaves itself behind under symbols there.
 */
function loadPortEvents(): void {
  define('MessageEvent', MessageEvent);
  for (const symbol of Object.getOwnPropertySymbols(globalThis)) {
    // It cannot be deleted, only emptied.
    if (symbol.description?.startsWith('undici.') === true)
      Object.defineProperty(globalThis, symbol, { value: undefined, writable: false });
  }
}

/** Without ports nothing can load the events of ports later, when the realm is the candidate's. */
function removePorts(): void {
  for (const name of ['MessageChannel', 'MessageEvent', 'MessagePort']) Reflect.deleteProperty(globalThis, name);
}

/** Notices the use of ports, and every message. */
function watchPorts(background: Background): void {
  const Original = MessageChannel;
  const { apply } = Reflect;
  const { postMessage } = MessagePort.prototype;
  const value = function (this: unknown, ...args: unknown[]): unknown {
    background.messages += 1;
    return apply(postMessage, this, args);
  };
  Object.defineProperty(MessagePort.prototype, 'postMessage', { value });
  const Watched = new Proxy(Original, {
    construct: (target, args, newTarget): object => {
      const made: MessageChannel = Reflect.construct(target, args, newTarget);
      background.portsUsed = true;
      // A port that is listened to must not keep the process alive; the host decides when it ends.
      made.port1.unref();
      made.port2.unref();
      return made;
    },
  });
  Object.defineProperty(Original.prototype, 'constructor', { value: Watched, configurable: true, writable: true });
  define('MessageChannel', Watched);
}
