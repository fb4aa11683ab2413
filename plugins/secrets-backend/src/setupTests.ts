// Tests start clusters and backends; how long that takes depends on what else the machine does.
jest.setTimeout(120_000);
