globalThis.it = globalThis.test = () => {};
