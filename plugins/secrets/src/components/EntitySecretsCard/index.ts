export { EntitySecretsCard } from './EntitySecretsCard';
