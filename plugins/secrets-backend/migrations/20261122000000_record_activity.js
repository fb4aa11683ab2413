/** Each filter of the activity that reads the record from its end, and times to begin and end at. */
const INDEXES = [
  ['namespace', 'seq'],
  ['name', 'seq'],
  ['actor', 'seq'],
  ['action', 'seq'],
  ['outcome', 'seq'],
  ['time', 'seq'],
];

/**
 * What the activity asks the record by.
 *
 * @param {import('knex').Knex} knex
 */
exports.up = async function up(knex) {
  await knex.schema.alterTable('record', table => {
    for (const columns of INDEXES) {
      table.index(columns);
    }
  });
};

/**
 * @param {import('knex').Knex} knex
 */
exports.down = async function down(knex) {
  await knex.schema.alterTable('record', table => {
    for (const columns of INDEXES) {
      table.dropIndex(columns);
    }
  });
};
