/**
 * References to values that somebody else keeps: what was linked, and what was permitted then.
 *
 * @param {import('knex').Knex} knex
 */
exports.up = async function up(knex) {
  await knex.schema.createTable('links', table => {
    table.comment('Secrets whose value is somebody else’s, by their reference');
    table.string('uid', 64).primary().comment('Of the reference');
    table.string('namespace', 253).notNullable();
    table.string('name', 253).notNullable();
    table.string('kind', 16).notNullable().comment('path or secret');
    table.string('plane_kind', 64).notNullable();
    table.string('plane_name', 253).notNullable();
    table
      .text('paths')
      .notNullable()
      .comment('JSON: paths of the store that the reference may name');
    table
      .boolean('foreign')
      .notNullable()
      .comment('A path outside the part of the namespace was permitted');
    table
      .text('source')
      .nullable()
      .comment('JSON: the Secret of the plane, and which of its keys');
    table.string('created_by', 512).notNullable();
    table
      .bigInteger('created_at')
      .notNullable()
      .comment('Milliseconds since 1970');
    table.index(['namespace', 'name']);
  });
};

/**
 * @param {import('knex').Knex} knex
 */
exports.down = async function down(knex) {
  await knex.schema.dropTable('links');
};
