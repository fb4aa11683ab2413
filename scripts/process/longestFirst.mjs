import Sequencer from '@jest/test-sequencer';

/** Tests that take minutes, most of them waiting: begun last, they would be waited for while the other processors idle. */
const longest = [
  'model.embedded',
  'faults.embedded',
  'multiCluster',
  'resilience',
  'killed',
  'replicas.embedded',
];

/** Jest begins with the largest files where it does not know yet how long each takes. */
export default class LongestFirst extends Sequencer {
  sort(tests) {
    const sorted = super.sort(tests);
    const rank = ({ path }) => {
      const index = longest.findIndex(name => path.includes(`/${name}.test.`));
      return index < 0 ? longest.length : index;
    };
    return sorted.sort((a, b) => rank(a) - rank(b));
  }
}
