import { EstateWorkload } from '../types';

/** What runs, and which keys of which secrets it names. `checkout-tls` is one that nobody has made yet. */
export const WORKLOADS: EstateWorkload[] = [
  {
    namespace: 'payments',
    project: 'shop',
    component: 'checkout',
    image: 'registry.example.com/payments/checkout:2.41.0',
    env: [
      { as: 'DB_HOST', secret: 'checkout-db', key: 'host' },
      { as: 'DB_USER', secret: 'checkout-db', key: 'username' },
      { as: 'DB_PASSWORD', secret: 'checkout-db', key: 'password' },
      { as: 'SESSION_KEY', secret: 'checkout-session-key', key: 'current' },
      { as: 'CARD_API_KEY', secret: 'card-processor', key: 'api-key' },
      { as: 'FRAUD_TOKEN', secret: 'fraud-scoring', key: 'token' },
    ],
    files: [
      { as: 'tls.crt', secret: 'checkout-tls', key: 'tls.crt' },
      { as: 'tls.key', secret: 'checkout-tls', key: 'tls.key' },
    ],
  },
  {
    namespace: 'payments',
    project: 'money',
    component: 'ledger',
    image: 'registry.example.com/payments/ledger:7.3.2',
    env: [
      { as: 'DB_USER', secret: 'ledger-db', key: 'username' },
      { as: 'DB_PASSWORD', secret: 'ledger-db', key: 'password' },
    ],
    files: [
      { as: 'client.crt', secret: 'ledger-mtls', key: 'tls.crt' },
      { as: 'client.key', secret: 'ledger-mtls', key: 'tls.key' },
      { as: 'sftp_key', secret: 'payouts-sftp', key: 'ssh-privatekey' },
    ],
  },
  {
    namespace: 'frontend',
    project: 'shop',
    component: 'storefront',
    image: 'registry.example.com/frontend/storefront:118',
    env: [
      {
        as: 'COOKIE_SECRET',
        secret: 'storefront-session',
        key: 'cookie-secret',
      },
      { as: 'CMS_TOKEN', secret: 'cms-token', key: 'token' },
      { as: 'CDN_TOKEN', secret: 'cdn-purge', key: 'api-token' },
    ],
    files: [
      { as: 'tls.crt', secret: 'storefront-tls', key: 'tls.crt' },
      { as: 'tls.key', secret: 'storefront-tls', key: 'tls.key' },
    ],
  },
  {
    namespace: 'orders',
    project: 'fulfilment',
    component: 'orders-api',
    image: 'registry.example.com/orders/orders-api:4.0.9',
    env: [
      { as: 'PGUSER', secret: 'orders-db', key: 'username' },
      { as: 'PGPASSWORD', secret: 'orders-db', key: 'password' },
      { as: 'KAFKA_PASSWORD', secret: 'orders-events', key: 'password' },
      { as: 'CARRIER_API_KEY', secret: 'carrier-api', key: 'api-key' },
    ],
  },
  {
    namespace: 'orders',
    project: 'stores',
    component: 'till-sync',
    image: 'registry.example.com/orders/till-sync:1.8.1',
    env: [
      { as: 'SIGNING_KEY', secret: 'till-signing-key', key: 'signing-key' },
    ],
  },
  {
    namespace: 'search',
    project: 'discovery',
    component: 'search-index',
    image: 'registry.example.com/search/search-index:0.62.0',
    env: [
      { as: 'SEARCH_PASSWORD', secret: 'search-cluster', key: 'password' },
      { as: 'CRAWLER_PASSWORD', secret: 'crawler-login', key: 'password' },
    ],
  },
  {
    namespace: 'analytics',
    project: 'insight',
    component: 'event-collector',
    image: 'registry.example.com/analytics/event-collector:31',
    env: [
      { as: 'WRITE_KEY', secret: 'event-collector', key: 'write-key' },
      { as: 'LOADER_PASSWORD', secret: 'warehouse-loader', key: 'password' },
    ],
  },
  {
    namespace: 'identity',
    project: 'access',
    component: 'login',
    image: 'registry.example.com/identity/login:12.1.0',
    env: [
      { as: 'DB_PASSWORD', secret: 'login-db', key: 'password' },
      { as: 'LDAP_PASSWORD', secret: 'directory-bind', key: 'password' },
    ],
    files: [
      { as: 'signing.key', secret: 'login-signing-keys', key: 'key-2026' },
    ],
  },
];
