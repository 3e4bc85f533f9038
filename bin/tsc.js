#!/usr/bin/env node
'use strict';
// Runs the native TypeScript compiler. node_modules/.bin/tsc may be another package's: which one depends on hoisting.

var childProcess = require('child_process');
var path = require('path');

var platformPackage = '@typescript/typescript-' + process.platform + '-' + process.arch;
var manifest = require.resolve(platformPackage + '/package.json', {
  paths: [path.dirname(require.resolve('@typescript/native/package.json'))],
});
var executable = path.join(path.dirname(manifest), 'lib', process.platform === 'win32' ? 'tsc.exe' : 'tsc');
var run = childProcess.spawnSync(executable, process.argv.slice(2), { stdio: 'inherit' });
if (run.error) throw run.error;
process.exitCode = run.status === null ? 1 : run.status;
