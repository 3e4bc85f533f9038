#!/usr/bin/env node
'use strict';
// The launcher: runs the command line under the pinned Node, whichever Node the host has.

var childProcess = require('child_process');
var os = require('os');
var path = require('path');
var pinned = require('./pinned-node.js');

/** As in grader/cli/exit-codes.ts: our fault. */
var EXIT_KIT_FAULT = 4;
var FORWARDED = ['SIGINT', 'SIGTERM', 'SIGHUP'];

function main() {
  var found = pinned.findPinnedNode();
  if (found.problem !== null) {
    console.error('grade: ' + found.problem);
    process.exitCode = EXIT_KIT_FAULT;
    return;
  }
  var args = [
    // Otherwise another process of this user could open the inspector of the one that decides.
    '--disable-sigusr1',
    '--disable-warning=ExperimentalWarning',
    '--disable-warning=DeprecationWarning',
    path.join(pinned.kitRoot, 'grader', 'cli', 'main.ts'),
  ].concat(process.argv.slice(2));
  if (!replaceProcess(found.executable, args)) spawn(found.executable, args);
}

/** The host's NODE_* settings are for the host's Node, and could change what the pinned one does (preload, inspect). */
function environment() {
  var env = Object.assign({}, process.env, { GRADE_HOST_NODE: process.version });
  delete env.NODE_OPTIONS;
  delete env.NODE_PATH;
  return env;
}

/** Where the host's Node can, no second process stays behind to forward signals. */
function replaceProcess(executable, args) {
  if (typeof process.execve !== 'function' || os.platform() === 'win32') return false;
  try {
    process.execve(executable, [executable].concat(args), environment());
  } catch (error) {
    return false;
  }
  return true;
}

function spawn(executable, args) {
  var child = childProcess.spawn(executable, args, { stdio: 'inherit', env: environment() });
  FORWARDED.forEach(function (signal) {
    process.on(signal, function () {
      child.kill(signal);
    });
  });
  child.on('error', function (error) {
    console.error('grade: cannot start the pinned Node (' + executable + '): ' + error.message);
    process.exitCode = EXIT_KIT_FAULT;
  });
  child.on('exit', function (code, signal) {
    if (signal === null) process.exit(code);
    FORWARDED.forEach(function (name) {
      process.removeAllListeners(name);
    });
    process.kill(process.pid, signal);
  });
}

main();
