/**
 * The record (append-only, chained) and the journal of operations.
 *
 * @param {import('knex').Knex} knex
 */
exports.up = async function up(knex) {
  await knex.schema.createTable('record', table => {
    table.comment(
      'What was done, by whom, in a chain that cannot be edited unseen',
    );
    table
      .bigInteger('seq')
      .primary()
      .comment('Place in the chain, from 1 without gaps');
    table.string('time', 32).notNullable().comment('RFC 3339, UTC');
    table.string('actor', 512).notNullable();
    table
      .string('principal', 16)
      .notNullable()
      .comment('user, service or none');
    table.string('ip', 64).nullable();
    table.string('action', 64).notNullable();
    table.string('namespace', 253).nullable();
    table.string('name', 253).nullable();
    table
      .text('attributes')
      .nullable()
      .comment('JSON: what rules need to decide who may see this row');
    table.text('keys').nullable().comment('JSON: names of keys, never values');
    table.string('plane', 320).nullable();
    table
      .string('outcome', 16)
      .notNullable()
      .comment('intent, success, failure or denied');
    table.string('error_code', 64).nullable();
    table.text('reason').nullable();
    table.string('correlation_id', 64).notNullable();
    table.string('operation_id', 64).nullable();
    table
      .string('key_id', 16)
      .notNullable()
      .comment('Which key signed the row');
    table
      .string('mac', 64)
      .notNullable()
      .comment('HMAC-SHA-256 over the row and the mac before it');
    table.index(['namespace', 'name', 'seq']);
    table.index(['operation_id']);
  });
  await knex.schema.createTable('record_head', table => {
    table.comment('Where the chain ends, and which end was published last');
    table.integer('id').primary();
    table.bigInteger('seq').notNullable();
    table.string('mac', 64).notNullable();
    table.bigInteger('anchored_seq').notNullable();
    table.string('anchored_mac', 64).notNullable();
    table.string('anchored_at', 32).nullable();
  });
  await knex('record_head').insert({
    id: 1,
    seq: 0,
    mac: '',
    anchored_seq: 0,
    anchored_mac: '',
  });
  await knex.schema.createTable('operations', table => {
    table.comment(
      'The journal: what is being done, how far it is, who does it',
    );
    table.string('id', 64).primary();
    table.string('kind', 16).notNullable();
    table.string('namespace', 253).notNullable();
    table.string('name', 253).notNullable();
    table
      .string('lock', 512)
      .nullable()
      .unique()
      .comment('Namespace and name while the operation runs');
    table.string('state', 16).notNullable().comment('running, done or undone');
    table.string('step', 64).nullable().comment('Step that was begun last');
    table
      .text('intent')
      .notNullable()
      .comment('JSON: names and attributes, never values');
    table
      .text('result')
      .nullable()
      .comment('JSON: uid and resource version that came out');
    table.string('actor', 512).notNullable();
    table.string('correlation_id', 64).notNullable();
    table.string('idempotency_key', 255).nullable();
    table
      .string('body_mac', 64)
      .nullable()
      .comment('Keyed hash of the request body');
    table.string('owner', 64).nullable().comment('Replica that runs it');
    table.integer('fence').notNullable().comment('Grows with every takeover');
    table
      .bigInteger('lease_until')
      .notNullable()
      .comment('Milliseconds since 1970');
    table
      .bigInteger('next_attempt_at')
      .notNullable()
      .comment('Milliseconds since 1970');
    table.integer('attempts').notNullable();
    table
      .string('cause', 64)
      .nullable()
      .comment('Error code that keeps it from ending');
    table.bigInteger('started_at').notNullable();
    table.bigInteger('ended_at').nullable();
    table.unique(['actor', 'idempotency_key']);
    table.index(['state', 'next_attempt_at']);
    table.index(['ended_at']);
  });
};

/**
 * @param {import('knex').Knex} knex
 */
exports.down = async function down(knex) {
  await knex.schema.dropTable('operations');
  await knex.schema.dropTable('record_head');
  await knex.schema.dropTable('record');
};
