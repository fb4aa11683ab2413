import { relative, sep } from 'node:path';

/** With more than these failing, it is not the machine that was too busy. */
const MOST_FILES = 3;

/**
 * The files of a report that are worth a second look. Test files run side by side, more of them than there are
 * processors, so one of them may miss a time-out that it keeps by itself.
 *
 * @param {object} report of Jest
 * @returns {string[]} paths; none when nothing failed, or too much
 */
export function worthSecondLook({ testResults }) {
  const failed = testResults.filter(({ status }) => status === 'failed');
  return failed.length <= MOST_FILES ? failed.map(({ name }) => name) : [];
}

/**
 * A report with the files that were run again as they went then.
 *
 * @param {object} first report of the whole run
 * @param {object} again report of the second look
 * @param {string} root folder that files are named from
 * @returns {{report: object, unsteady: string[]}} `unsteady`: cases that failed first and passed then, by file and name
 */
export function withSecondLook(first, again, root) {
  const seen = new Map(again.testResults.map(each => [each.name, each]));
  const testResults = first.testResults.map(
    each => seen.get(each.name) ?? each,
  );
  const unsteady = first.testResults.flatMap(before => {
    const after = seen.get(before.name);
    const file = relative(root, before.name).split(sep).join('/');
    return after ? changed(before, after).map(name => `${file}: ${name}`) : [];
  });
  return {
    report: { ...first, ...countsOf(testResults), testResults },
    unsteady,
  };
}

function changed(before, after) {
  const passed = new Set(
    after.assertionResults
      .filter(({ status }) => status === 'passed')
      .map(({ fullName }) => fullName),
  );
  const names = before.assertionResults
    .filter(
      ({ status, fullName }) => status === 'failed' && passed.has(fullName),
    )
    .map(({ fullName }) => fullName);
  return before.assertionResults.length === 0 && after.status === 'passed'
    ? ['the file loads']
    : names;
}

/** The totals of a report that its readers use. */
function countsOf(testResults) {
  const cases = testResults.flatMap(each => each.assertionResults);
  const count = wanted =>
    cases.filter(({ status }) => status === wanted).length;
  return {
    numPassedTests: count('passed'),
    numFailedTests: count('failed'),
    numPendingTests: count('pending') + count('skipped'),
    numTodoTests: count('todo'),
    numRuntimeErrorTestSuites: testResults.filter(
      ({ status, assertionResults }) =>
        status === 'failed' &&
        !assertionResults.some(each => each.status === 'failed'),
    ).length,
  };
}
