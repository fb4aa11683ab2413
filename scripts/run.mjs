// Written for any Node that knows modules, so that one too old for the rest still says what is wrong.
var major = Number(process.versions.node.split('.')[0]);

if (major < 20) {
  console.error(
    'Strongroom needs Node 20 or newer to set itself up; this is Node ' +
      process.versions.node +
      '.\nInstall a newer one from https://nodejs.org or your package manager and try again.',
  );
  process.exitCode = 1;
} else {
  import('./commands/index.mjs').then(function start(commands) {
    return commands.main(process.argv.slice(2));
  });
}
