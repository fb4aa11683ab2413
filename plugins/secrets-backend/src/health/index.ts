export * from './HealthCheck';
