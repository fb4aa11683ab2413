/** By their name the Backstage configuration does not know that they are tests, too. */
module.exports = {
  files: ['src/**/*.real.ts'],
  rules: {
    'no-restricted-imports': 'off',
    '@backstage/no-undeclared-imports': 'off',
    'no-restricted-syntax': 'off',
  },
};
